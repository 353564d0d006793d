const HOME = '[data-home]';

/**
 * Gives the keyboard back to the place. Never to nobody: with the focus on `body` a screen reader and the Tab key begin at the top of the page.
 * The element marked `data-home` is whatever fills the page now, the topmost of several.
 */
export function focusPlace(): void {
  const home = [...document.querySelectorAll<HTMLElement>(HOME)].at(-1);
  if (home) home.focus({ preventScroll: true });
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}

/** Gives the focus to an element, or to the place where the element is gone or hidden. */
export function focusOrPlace(element: HTMLElement | null): void {
  if (element?.isConnected) element.focus({ preventScroll: true });
  if (element === null || document.activeElement !== element) focusPlace();
}
