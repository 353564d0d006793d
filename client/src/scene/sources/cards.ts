import { CanvasSource } from '../canvas-source';
import type { FrameInfo } from '../place';

const LONG = 1920, SHORT = 540; // pixels: of the longer side at most, and of the shorter one where the shape allows
const FACE = '"Avenir Next", "Segoe UI", "Noto Sans", "DejaVu Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
const LINE = 1.28; // heights of the letters from one line to the next

function sizeFor(aspect: number): [width: number, height: number] {
  const height = Math.min(SHORT, LONG / aspect);
  return aspect >= 1 ? [Math.round(height * aspect), Math.round(height)] : [SHORT, Math.round(Math.min(LONG, SHORT / aspect))];
}

function css(colour: number): string {
  return `#${colour.toString(16).padStart(6, '0')}`;
}

/** Dark or light, whichever is farther from a colour. */
function isLight(colour: number): boolean {
  return 0.299 * ((colour >> 16) & 255) + 0.587 * ((colour >> 8) & 255) + 0.114 * (colour & 255) > 128;
}

/** A ground that is a little lighter above than below: a flat colour looks like a screen that is broken. */
function fill(pen: CanvasRenderingContext2D, ground: number): void {
  const { width, height } = pen.canvas;
  pen.fillStyle = css(ground);
  pen.fillRect(0, 0, width, height);
  const shade = pen.createRadialGradient(width / 2, height * 0.42, 0, width / 2, height / 2, width * 0.62);
  shade.addColorStop(0, 'rgba(255, 255, 255, .10)');
  shade.addColorStop(1, 'rgba(0, 0, 0, .22)');
  pen.fillStyle = shade;
  pen.fillRect(0, 0, width, height);
}

/** Lines of text as large as they fit, the first the largest. @param colour 0xRRGGBB; likewise the ground. Both alike, as where neither was said, is white on night. */
export function textPicture(lines: readonly string[], colour: number, ground: number, aspect: number): CanvasSource {
  const [width, height] = sizeFor(aspect), [ink, paper] = colour === ground ? [isLight(ground) ? 0x14182c : 0xfff6e6, ground || 0x12142a] : [colour, ground];
  return new CanvasSource('title', width, height, (pen) => {
    fill(pen, paper);
    [pen.textAlign, pen.textBaseline, pen.fillStyle] = ['center', 'middle', css(ink)];
    const shares = lines.map((_, i) => (i === 0 ? 1 : 0.62)), room = height * 0.82, sum = shares.reduce((all, share) => all + share, 0) * LINE;
    const sizes = lines.map((line, i) => {
      const size = Math.min(height * 0.34, room / Math.max(1, sum)) * shares[i];
      pen.font = `700 ${size}px ${FACE}`;
      return Math.min(size, (size * width * 0.9) / Math.max(1, pen.measureText(line).width));
    });
    let y = (height - sizes.reduce((all, size) => all + size * LINE, 0)) / 2;
    lines.forEach((line, i) => {
      y += (sizes[i] * LINE) / 2;
      pen.font = `${i === 0 ? 700 : 500} ${sizes[i]}px ${FACE}`;
      pen.fillText(line, width / 2, y, width * 0.94);
      y += (sizes[i] * LINE) / 2;
    });
  });
}

/** Counts down to a moment of room time, and then shows its title alone. Painted once a second. */
export class CountdownPicture extends CanvasSource {
  private shown = Number.NaN;

  /** @param untilMs Room time, milliseconds. */
  constructor(private readonly untilMs: number, title: string, aspect: number) {
    const [width, height] = sizeFor(aspect), state = { left: 0 };
    super('title', width, height, (pen) => paintCountdown(pen, state.left, title));
    this.state = state;
  }

  private readonly state: { left: number };

  override update(frame?: FrameInfo): void {
    const left = frame ? Math.max(0, Math.ceil((this.untilMs - frame.time * 1000) / 1000)) : 0;
    if (left === this.shown) return;
    this.shown = left;
    this.state.left = left;
    this.setTitle([]);
  }
}

/** 90 is 1:30, 3600 is 1:00:00, 9 is 9. */
export function clockText(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60], two = (n: number): string => n.toString().padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : seconds >= 60 ? `${m}:${two(s)}` : `${s}`;
}

function paintCountdown(pen: CanvasRenderingContext2D, left: number, title: string): void {
  const { width, height } = pen.canvas, unit = Math.min(height, width * 0.6), hasTitle = title !== '';
  fill(pen, 0x141331);
  [pen.textAlign, pen.textBaseline] = ['center', 'middle'];
  if (left > 0) {
    const y = height * (hasTitle ? 0.57 : 0.5), text = clockText(left), size = unit * (hasTitle ? 0.5 : 0.6) * Math.min(1, 5 / Math.max(4, text.length));
    // A ring that runs out with the minute tells the time from the last row.
    const radius = unit * (hasTitle ? 0.34 : 0.42);
    [pen.lineWidth, pen.lineCap] = [unit * 0.022, 'round'];
    for (const [style, share] of [['rgba(255, 255, 255, .12)', 1], ['#ff8f4a', ((left - 1) % 60 + 1) / 60]] as const) {
      pen.strokeStyle = style;
      pen.beginPath();
      pen.arc(width / 2, y, radius, -Math.PI / 2, -Math.PI / 2 + share * 2 * Math.PI);
      pen.stroke();
    }
    pen.fillStyle = left <= 10 ? '#ffd08a' : '#fff6e6';
    pen.font = `700 ${size}px ${FACE}`;
    pen.fillText(text, width / 2, y + size * 0.04, radius * 1.8);
  }
  if (!hasTitle) return;
  pen.fillStyle = '#ffe0b8';
  pen.font = `700 ${left > 0 ? unit * 0.11 : unit * 0.26}px ${FACE}`;
  pen.fillText(title, width / 2, left > 0 ? height * 0.12 : height / 2, width * 0.92);
}
