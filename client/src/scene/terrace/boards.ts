import { CanvasSource } from '../canvas-source';
import { seeded } from './random';

const SERIF = '"Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Songti SC", STSong, SimSun, Georgia, serif';
const DEFAULT_TITLE = ['玉台晨典', 'Dawn Ceremony'];
const [WIDTH, HEIGHT] = [1024, 506];

// The largest size, up to `size`, at which a line fits.
function fitted(context: CanvasRenderingContext2D, text: string, size: number, width: number, style = 'bold'): void {
  context.font = `${style} ${size}px ${SERIF}`;
  const wide = context.measureText(text).width;
  if (wide > width) context.font = `${style} ${Math.floor((size * width) / wide)}px ${SERIF}`;
}

/** The event's board: the title large, what follows smaller, and the place's name below. Transparent where the painting shows. */
export function createEventCard(): CanvasSource {
  return new CanvasSource('title', WIDTH, HEIGHT, (context, lines) => {
    const [title, ...rest] = lines.some((line) => line.trim() !== '') ? lines : DEFAULT_TITLE;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    // A wash of ink behind the letters: the painted dawn is as bright as they are.
    const ink = context.createLinearGradient(0, 40, 0, HEIGHT - 78);
    for (const [at, strength] of [[0, 0], [0.2, 0.6], [0.7, 0.6], [1, 0]]) ink.addColorStop(at, `rgba(9, 32, 42, ${strength})`);
    context.fillStyle = ink;
    context.fillRect(0, 40, WIDTH, HEIGHT - 118);
    context.shadowColor = 'rgba(4, 14, 18, .9)';
    context.shadowBlur = 14;
    context.fillStyle = '#fff4d8';
    fitted(context, title, 132, WIDTH * 0.86);
    context.fillText(title, WIDTH / 2, rest.length > 0 ? 168 : 200);
    context.fillStyle = '#ffe2a6';
    rest.slice(0, 3).forEach((line, i) => {
      fitted(context, line, i === 0 ? 60 : 42, WIDTH * 0.84, '600');
      context.fillText(line, WIDTH / 2, 282 + i * 62);
    });
    context.shadowBlur = 0;
    context.fillStyle = 'rgba(8, 26, 30, .66)';
    context.fillRect(0, HEIGHT - 78, WIDTH, 78);
    context.fillStyle = '#f6d48c';
    fitted(context, '云上玉台  ·  Jade Terrace', 34, WIDTH * 0.9, '600');
    context.fillText('云上玉台  ·  Jade Terrace', WIDTH / 2, HEIGHT - 39);
  }, { anisotropy: 8 });
}

/** The signing wall: red silk, a gold border, and names in a brush hand that no one needs to read. */
export function createSigning(): CanvasSource {
  return new CanvasSource('picture', WIDTH, HEIGHT, (context) => {
    const silk = context.createLinearGradient(0, 0, 0, HEIGHT);
    silk.addColorStop(0, '#8a1a13');
    silk.addColorStop(1, '#560d0c');
    context.fillStyle = silk;
    context.fillRect(0, 0, WIDTH, HEIGHT);
    context.strokeStyle = '#d9a441';
    for (const [inset, wide] of [[20, 5], [33, 2]]) {
      context.lineWidth = wide;
      context.strokeRect(inset, inset, WIDTH - 2 * inset, HEIGHT - 2 * inset);
    }
    context.fillStyle = '#f2cd82';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.font = `bold 74px ${SERIF}`;
    context.fillText('晨光留名', WIDTH / 2, 96);
    context.font = `italic 600 32px ${SERIF}`;
    context.fillText('Signed at dawn', WIDTH / 2, 158);
    const random = seeded(5);
    for (let i = 0; i < 26; i++) drawSignature(context, 96 + (i % 7) * 122 + random() * 26, 222 + Math.floor(i / 7) * 66 + random() * 18, random, i);
  }, { anisotropy: 8 });
}

function drawSignature(context: CanvasRenderingContext2D, x: number, y: number, random: () => number, number: number): void {
  context.strokeStyle = number % 3 ? '#ffe6b0' : '#fff7e4';
  context.lineWidth = 2.2 + random() * 1.6;
  context.lineCap = context.lineJoin = 'round';
  context.beginPath();
  context.moveTo(x, y);
  for (let stroke = 0; stroke < 7; stroke++) {
    const [nextX, nextY] = [x + 8 + random() * 8, y + (random() - 0.5) * 34];
    context.quadraticCurveTo(x + 2, y - 20 * random(), nextX, nextY);
    [x, y] = [nextX, y * 0.6 + nextY * 0.4];
  }
  context.stroke();
}

/** Rows of the plaques' image, as the scene lays them out: Chinese, English and how much wider than high each is shown. */
const PLAQUES: readonly (readonly [string, string, number])[] = [['云上玉台', 'JADE TERRACE', 2.71], ['星海馆', 'ARENA', 4.37], ['论坛厅', 'FORUM', 4.37], ['茶亭', 'TEA', 4.37]];
const ROW = 256;

/** Name boards in gold on dark blue lacquer. */
export function createPlaques(): CanvasSource {
  return new CanvasSource('picture', 1024, 4 * ROW, (context) => PLAQUES.forEach(([chinese, english, aspect], row) => {
    context.setTransform(1, 0, 0, 1, 0, row * ROW);
    context.fillStyle = '#0f2f3d';
    context.fillRect(0, 0, 1024, ROW);
    // Drawn in the proportions in which it is shown; the image's rows are all four to one.
    context.setTransform(4 / aspect, 0, 0, 1, 512, row * ROW + ROW / 2);
    const width = ROW * aspect;
    context.strokeStyle = '#d9a441';
    context.lineWidth = 6;
    context.strokeRect(-width / 2 + 12, -ROW / 2 + 12, width - 24, ROW - 24);
    context.fillStyle = '#f4cf83';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    if (aspect < 3) {
      fitted(context, chinese, 128, width * 0.8);
      context.fillText(chinese, 0, -26);
      fitted(context, english, 44, width * 0.8, '600');
      context.fillText(english, 0, 76);
    } else {
      fitted(context, chinese, 124, width * 0.46);
      context.fillText(chinese, -width * 0.24, 4);
      fitted(context, english, 92, width * 0.42, '600');
      context.fillText(english, width * 0.24, 8);
    }
  }), { anisotropy: 8 });
}
