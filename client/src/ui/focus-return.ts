import { useLayoutEffect } from 'preact/hooks';
import type { RefObject } from 'preact';
import { focusOrPlace, focusPlace } from '../input/focus';

/**
 * For whatever opens over the place and takes the focus: gives it back as it closes, to the control that the keyboard came from, or else to the
 * place. A button that the mouse pressed would keep Space and arrows from the avatar.
 * @param first Which element inside takes the focus, as a selector.
 */
export function useFocusReturn(box: RefObject<HTMLElement | null>, first: string): void {
  useLayoutEffect(() => {
    const element = box.current, active = document.activeElement;
    const before = active instanceof HTMLElement && active.matches(':focus-visible') ? active : null;
    element?.querySelector<HTMLElement>(first)?.focus({ preventScroll: true });
    return () => {
      const now = document.activeElement;
      // Whoever has gone on to another control stays there.
      if (now === null || now === document.body || element?.contains(now)) focusOrPlace(before);
    };
  }, []);
}

/** For what fills the page, a `main` with `data-home` and `tabIndex={-1}`: it has the focus where nothing else has. */
export function useHome(): void {
  useLayoutEffect(() => { if (document.activeElement === null || document.activeElement === document.body) focusPlace(); }, []);
}
