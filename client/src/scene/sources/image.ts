import { SRGBColorSpace, Texture, TextureLoader } from 'three';
import type { ScreenSource } from '../screen';

/** A picture by its address: dark until it has come, and dark if it does not. */
export class ImagePicture implements ScreenSource {
  readonly kind = 'picture';
  readonly isWhole = true;
  readonly texture: Texture;
  aspect = 16 / 9;

  constructor(address: string) {
    this.texture = new TextureLoader().load(address, ({ image }) => {
      const { width, height } = image as { width: number; height: number };
      if (width > 0 && height > 0) this.aspect = width / height;
    }, undefined, () => console.warn(`The picture ${address} cannot be shown.`));
    this.texture.colorSpace = SRGBColorSpace;
    this.texture.anisotropy = 8;
  }

  update(): void {}

  dispose(): void {
    this.texture.dispose();
  }
}
