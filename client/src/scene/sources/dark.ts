import { DataTexture } from 'three';
import type { ScreenSource } from '../screen';

/** A screen that is off. */
export class DarkPicture implements ScreenSource {
  readonly kind = 'picture';
  readonly aspect = 1;
  readonly texture = new DataTexture(new Uint8Array([0, 0, 0, 255]), 1, 1);

  constructor() {
    this.texture.needsUpdate = true;
  }

  update(): void {}

  dispose(): void {
    this.texture.dispose();
  }
}
