/** A link that gives a role is in the page's address. */
export function linkOfPage(): string | undefined {
  return typeof location === 'undefined' ? undefined : (new URLSearchParams(location.search).get('link') ?? undefined);
}
