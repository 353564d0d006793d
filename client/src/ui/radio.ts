/** One of a group is in the row of Tab: the chosen one, or the first where none is. @returns Its tabIndex. */
export function radioTab<T>(values: readonly T[], chosen: T, value: T): number {
  return value === chosen || (!values.includes(chosen) && value === values[0]) ? 0 : -1;
}

/** Arrow keys go through a group of radio buttons and choose, as they do in any (ARIA Authoring Practices, Radio Group). Put it on the group. */
export function radioKeys(event: KeyboardEvent): void {
  const step = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0;
  const target = event.target as HTMLElement;
  if (step === 0 || target.getAttribute('role') !== 'radio') return;
  const radios = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role="radio"]')];
  const next = radios[(radios.indexOf(target) + step + radios.length) % radios.length];
  event.preventDefault();
  next.focus();
  next.click();
}
