/** Whether keys belong to a text field or another control now, and not to the avatar. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/**
 * Whether an input method has the key: it chooses a candidate, or ends the composition, and means nothing else. Safari sends the key that ends
 * a composition after its end, told only by the number 229 (UI Events, section 7.3.1).
 */
export function isComposed(event: { readonly isComposing: boolean; readonly keyCode: number }): boolean {
  return event.isComposing || event.keyCode === 229;
}
