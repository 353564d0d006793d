const AGAIN_MS = 10_000;

/**
 * A part of the page that is fetched when somebody asks for it first, and once. One that did not come is fetched again, ten seconds later at the earliest: whoever
 * draws asks many times a second.
 * @param missing Is told, once each time, that it did not come; whoever asked gets null.
 */
export function part<T>(load: () => Promise<T>, missing: (error: unknown) => void = (error) => console.error(error)): () => Promise<T | null> {
  let coming: Promise<T | null> | null = null;
  return () => coming ??= load().catch((error: unknown) => {
    setTimeout(() => { coming = null; }, AGAIN_MS);
    missing(error);
    return null;
  });
}

/** What browsers say when a module could not be fetched: Chromium, Firefox, Safari; and what Vite says of a style that a module needs. */
const MISSING = /dynamically imported module|error loading dynamically|importing a module script failed|unable to preload css|failed to fetch module/i;

/** Whether a part of the page did not come: its file is gone, as after the server was renewed, or the network failed. */
export function isMissingPart(error: unknown): boolean {
  return error instanceof Error && MISSING.test(error.message);
}
