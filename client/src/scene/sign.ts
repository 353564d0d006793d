import { CanvasTexture, SRGBColorSpace, type Texture } from 'three';
import type { FrameInfo } from './place';

const WIDTH = 1024, HEIGHT = 160, FADE_SECONDS = 0.5;
const FACE = '"Avenir Next", "Segoe UI", "Noto Sans", "DejaVu Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
/** What a prompt for applause says by itself: on a screen that everyone reads, in both languages. */
const USUAL = 'Applause!  掌声！';

/** The sign over a screen's picture that asks everyone for something: painted when its text changes, made when it is needed first. */
export class Sign {
  texture: Texture | null = null;
  private text: string | null = null;
  private share = 0;

  /** @returns How much of it is shown, 0..1. */
  update({ show: { sign }, delta, reducedMotion }: FrameInfo): number {
    if (sign !== null && sign !== this.text) {
      this.text = sign;
      this.paint(sign || USUAL);
    }
    const step = reducedMotion ? 1 : delta / FADE_SECONDS;
    this.share = Math.min(1, Math.max(0, this.share + (sign === null ? -step : step)));
    return this.share;
  }

  dispose(): void {
    this.texture?.dispose();
  }

  private paint(text: string): void {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [WIDTH, HEIGHT];
    const pen = canvas.getContext('2d');
    if (!pen) return;
    pen.font = `700 84px ${FACE}`;
    const wide = Math.min(WIDTH - 40, pen.measureText(text).width + 150), left = (WIDTH - wide) / 2;
    const warm = pen.createLinearGradient(left, 0, left + wide, 0);
    warm.addColorStop(0, '#ff8a3d');
    warm.addColorStop(1, '#ff4f6d');
    pen.fillStyle = warm;
    pen.beginPath();
    pen.roundRect(left, 14, wide, HEIGHT - 28, (HEIGHT - 28) / 2);
    pen.fill();
    [pen.fillStyle, pen.textAlign, pen.textBaseline] = ['#fffaf2', 'center', 'middle'];
    pen.fillText(text, WIDTH / 2, HEIGHT / 2 + 5, wide - 100);
    this.texture?.dispose();
    this.texture = new CanvasTexture(canvas);
    this.texture.colorSpace = SRGBColorSpace;
  }
}
