import { effect } from '@preact/signals';
import { CanvasTexture, SRGBColorSpace } from 'three';
import { sharedBoard } from '../ceremony/signing/shared';
import type { FrameInfo } from '../scene/place';
import type { ScreenSource } from '../scene/screen';
import type { ScreenSources } from '../scene/sources/registry';
import { shown } from '../slices';

const UPLOAD_SECONDS = 0.25; // the picture is large: it is brought to the graphics card four times a second at most

/** The signing wall on a screen of the place. */
class WallPicture implements ScreenSource {
  readonly kind = 'picture';
  readonly isWhole = true;
  readonly texture: CanvasTexture;
  readonly aspect: number;
  private readonly shared = sharedBoard();
  private uploaded = { at: -Infinity, painted: -1 };

  constructor() {
    const { canvas } = this.shared;
    this.texture = new CanvasTexture(canvas);
    this.aspect = canvas.width / canvas.height;
    Object.assign(this.texture, { colorSpace: SRGBColorSpace, anisotropy: 8 });
  }

  update({ time }: FrameInfo): void {
    const { board } = this.shared, { uploaded } = this;
    if (Math.abs(time - uploaded.at) < UPLOAD_SECONDS) return;
    board.refresh();
    if (board.painted === uploaded.painted) return;
    [uploaded.at, uploaded.painted] = [time, board.painted];
    this.texture.needsUpdate = true;
  }

  dispose(): void {
    this.texture.dispose();
  }
}

/** Gives screens the wall, once there is something on it or people are asked to sign. */
export function hangWall(sources: ScreenSources): void {
  const { signing } = shown, isThere = (): boolean => signing.isOpen.value || signing.count.value > 0;
  effect(() => { if (isThere()) sources.provide('wall', () => (isThere() ? new WallPicture() : null)); });
}
