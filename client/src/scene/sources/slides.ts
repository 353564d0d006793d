import { LinearFilter, LinearMipmapLinearFilter, SRGBColorSpace, Texture } from 'three';
import type { ScreenSource } from '../screen';

/** A page of a deck as a screen shows it: its address, and those that are likely next. */
export interface SlideWish { readonly address: string; readonly soon: readonly string[] }

const MOST_KEPT = 6; // decoded pictures: of 1920 × 1080 each has eight megabytes

/** The slides of one deck, whole and sharp: the page that is turned to, once its picture is there; until then the one before stays. */
export class SlidePicture implements ScreenSource {
  readonly kind = 'slide';
  readonly isWhole = true;
  readonly texture = new Texture();
  private ratio = 16 / 9;
  private shown = '';
  private readonly pictures = new Map<string, HTMLImageElement>();

  /** @param wish What is to be seen now; null while the deck is not known. */
  constructor(private readonly wish: () => SlideWish | null, private readonly anisotropy = 8) {
    Object.assign(this.texture, { colorSpace: SRGBColorSpace, anisotropy: this.anisotropy, generateMipmaps: true, minFilter: LinearMipmapLinearFilter, magFilter: LinearFilter });
  }

  get aspect(): number {
    return this.ratio;
  }

  update(): void {
    const wish = this.wish();
    if (wish === null || wish.address === this.shown) return;
    const picture = this.pictureOf(wish.address);
    if (!picture.complete || picture.naturalWidth === 0) return;
    const { image } = this.texture as { image: HTMLImageElement | null };
    // What the graphics card has made room for keeps its size.
    if (image !== null && (image.naturalWidth !== picture.naturalWidth || image.naturalHeight !== picture.naturalHeight)) this.texture.dispose();
    this.texture.image = picture;
    this.texture.needsUpdate = true;
    this.ratio = picture.naturalWidth / picture.naturalHeight;
    this.shown = wish.address;
    for (const address of wish.soon) this.pictureOf(address);
    this.forget(wish);
  }

  dispose(): void {
    this.texture.dispose();
    this.pictures.clear();
  }

  private pictureOf(address: string): HTMLImageElement {
    const known = this.pictures.get(address);
    if (known) return known;
    const picture = new Image();
    picture.decoding = 'async';
    picture.src = address;
    // One that could not be had is asked for again when it is wanted again.
    picture.onerror = () => this.pictures.delete(address);
    this.pictures.set(address, picture);
    return picture;
  }

  private forget({ address, soon }: SlideWish): void {
    for (const known of this.pictures.keys()) {
      if (this.pictures.size <= MOST_KEPT) return;
      if (known !== address && !soon.includes(known)) this.pictures.delete(known);
    }
  }
}
