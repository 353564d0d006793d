/** A place in the picture, in CSS pixels; hidden where opacity is 0. */
export interface LockSign { x: number; y: number; opacity: number }

/** Draws small locks over private tables that are taken, straight into the page as names are. */
export class LockLayer {
  private readonly signs: HTMLElement[] = [];

  constructor(private readonly host: HTMLElement, private readonly label: () => string) {}

  /** Draws the first `count` of them. */
  draw(locks: readonly LockSign[], count: number): void {
    while (this.signs.length < count) this.signs.push(this.make());
    this.signs.forEach((sign, i) => {
      const lock = i < count ? locks[i] : null, isShown = lock !== null && lock.opacity > 0;
      if (sign.hidden === isShown) sign.hidden = !isShown;
      if (lock === null || !isShown) return;
      sign.style.transform = `translate(${Math.round(lock.x * 2) / 2}px, ${Math.round(lock.y * 2) / 2}px) translate(-50%, -50%)`;
      sign.style.opacity = String(Math.round(lock.opacity * 50) / 50);
    });
  }

  private make(): HTMLElement {
    const sign = document.createElement('div');
    sign.className = 'zone-lock';
    sign.title = this.label();
    sign.innerHTML = '<svg width="16" height="16" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="M6 11h12v9.5H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11"/></svg>';
    this.host.append(sign);
    return sign;
  }
}
