import { fitText } from '../net/text';

/**
 * Keeps a field to a length and tells what is in it. The browser's own `maxlength` would cut a family of emojis in the middle.
 * @param most UTF-16 units.
 */
export function limited(most: number, tell: (text: string) => void): (event: Event & { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }) => void {
  return (event) => {
    const field = event.currentTarget;
    // An input method still changes what it has put in: it is cut when that is done.
    if (!('isComposing' in event && event.isComposing) && field.value.length > most) {
      const fitted = fitText(field.value, field.selectionStart ?? field.value.length, most);
      field.value = fitted.text;
      field.setSelectionRange(fitted.caret, fitted.caret);
    }
    tell(field.value);
  };
}
