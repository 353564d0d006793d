import { CanvasTexture, SRGBColorSpace, type Texture } from 'three';
import type { ScreenSource, SourceKind } from './screen';

/** What a card shows: it is painted anew whenever its text changes, and costs nothing in between. @param lines The event's title and what follows it; empty before there is one. */
export type Paint = (pen: CanvasRenderingContext2D, lines: readonly string[]) => void;

/** A picture drawn on a canvas: a title card, a slide, a painted board. */
export class CanvasSource implements ScreenSource {
  readonly texture: Texture;
  readonly aspect: number;
  private readonly pen: CanvasRenderingContext2D;

  /**
   * @param width Pixels; height likewise. @param aspect Where it is shown in another shape than its pixels have.
   * @param anisotropy Samples for a picture that is seen from aside.
   */
  constructor(
    readonly kind: SourceKind, width: number, height: number, private readonly paint: Paint,
      { aspect = width / height, anisotropy = 4 }: { aspect?: number; anisotropy?: number } = {},
  ) {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width, height];
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error('This browser gives no 2D canvas.');
    this.pen = pen;
    this.aspect = aspect;
    this.texture = new CanvasTexture(canvas);
    this.texture.colorSpace = SRGBColorSpace;
    this.texture.anisotropy = anisotropy;
    this.setTitle([]);
  }

  /** A card whose text is no title paints the same again. */
  setTitle(lines: readonly string[]): void {
    const { pen } = this;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, pen.canvas.width, pen.canvas.height);
    this.paint(pen, lines);
    this.texture.needsUpdate = true;
  }

  update(): void {}

  dispose(): void {
    this.texture.dispose();
  }
}
