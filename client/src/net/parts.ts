/** What browsers say when a module could not be fetched: Chromium, Firefox, Safari; and what Vite says of a style that a module needs. */
const MISSING = /dynamically imported module|error loading dynamically|importing a module script failed|unable to preload css|failed to fetch module/i;

/** Whether a part of the page did not come: its file is gone, as after the server was renewed, or the network failed. */
export function isMissingPart(error: unknown): boolean {
  return error instanceof Error && MISSING.test(error.message);
}
