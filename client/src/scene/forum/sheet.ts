import { CanvasTexture, LinearMipmapLinearFilter, SRGBColorSpace } from 'three';
import { BOOTHS, drawEmblem } from './emblems';

export const FONT = '"Inter", "Noto Sans", "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", "DejaVu Sans", sans-serif';

const SIDE = 2048;
const INK = '#20332f';
const PAPER = '#f7efe0';
const GOLD = '#e0a458';

// Signs stand in the room for everybody at once, so each carries both languages of the house.
const PROGRAMME: readonly (readonly [time: string, what: string, zh: string, where: string])[] = [
  ['09:30', 'Rooms that breathe', '会呼吸的空间', 'Stage'],
  ['10:30', 'Timber, light and air', '木、光与风', 'Stage'],
  ['11:15', 'Coffee and a walk', '咖啡与漫步', 'Foyer'],
  ['12:00', 'Eight makers', '八位创造者', 'Expo'],
  ['14:00', 'Voices at a distance', '远方的声音', 'Table 4'],
  ['15:30', 'Lightning talks', '闪电演讲', 'Stage'],
  ['17:00', 'Evening concert', '晚间音乐会', 'Arena'],
];
const SIGNS: readonly (readonly [mark: string, text: string, zh: string])[] = [
  ['↑', 'Stage', '主会场'], ['←', 'Expo E1–E8', '展区'], ['→', 'Coffee', '咖啡吧'], ['↓', 'Portals', '传送门'], ['●', 'Quiet', '安静区'], ['●', 'Coffee', '咖啡'],
];
const GATES: readonly (readonly [text: string, zh: string, colour: string])[] = [['Arena', '星海馆', '#ff7fb0'], ['Terrace', '云上玉台', '#7fe0b8']];

/** Everything printed in the forum on one texture, laid out as PrintSheet.cs says; v runs down, as in glTF. */
export class Sheet {
  readonly texture: CanvasTexture;
  private readonly canvas = document.createElement('canvas');
  private readonly pen: CanvasRenderingContext2D;

  constructor() {
    this.canvas.width = this.canvas.height = SIDE;
    this.pen = this.canvas.getContext('2d')!;
    this.pen.textBaseline = 'middle';
    this.drawProgramme('Programme');
    BOOTHS.forEach((_, i) => { this.drawFascia(i); this.drawPoster(i); });
    SIGNS.forEach((_, i) => this.drawSign(i));
    GATES.forEach((_, i) => this.drawGate(i));
    this.drawHouse();
    this.drawMural();
    this.texture = new CanvasTexture(this.canvas);
    this.texture.flipY = false;
    this.texture.colorSpace = SRGBColorSpace;
    this.texture.anisotropy = 8;
    this.texture.minFilter = LinearMipmapLinearFilter;
  }

  /** Names the event on the programme board. */
  setEvent(title: string): void {
    this.drawProgramme(title);
    this.texture.needsUpdate = true;
  }

  private text(text: string, x: number, y: number, font: string, colour: string, align: CanvasTextAlign = 'left', width?: number): void {
    this.pen.font = `${font} ${FONT}`;
    this.pen.textAlign = align;
    this.pen.fillStyle = colour;
    this.pen.fillText(text, x, y, width);
  }

  private box(x: number, y: number, w: number, h: number, colour: string | CanvasGradient, radius = 0): void {
    this.pen.fillStyle = colour;
    this.pen.beginPath();
    this.pen.roundRect(x, y, w, h, radius);
    this.pen.fill();
  }

  private drawProgramme(title: string): void {
    this.box(0, 0, 1004, 744, INK);
    this.text(title, 50, 70, '700 54px', '#f4ead8', 'left', 560);
    this.text('Programme · 日程', 950, 72, '500 32px', GOLD, 'right');
    PROGRAMME.forEach(([time, what, zh, where], i) => {
      const y = 170 + i * 80;
      const now = i === 1;
      if (now) this.box(30, y - 36, 940, 72, '#c0693a', 14);
      this.text(time, 55, y, '600 36px', now ? '#ffffff' : GOLD);
      this.text(what, 190, y, '500 36px', '#f4ead8');
      this.text(zh, 610, y, '400 32px', now ? '#ffeedd' : '#c9d4cc');
      this.text(where, 950, y, '400 30px', now ? '#ffffee' : '#9fb5ae', 'right');
    });
  }

  private drawFascia(i: number): void {
    const [x, y, w, h] = [1024, i * 84, 600, 80];
    const [name, colour] = BOOTHS[i];
    this.box(x - 2, y - 2, w + 4, h + 4, colour);
    drawEmblem(this.pen, i, x + 62, y + 40, 54, '#ffffff');
    this.text(name, x + 128, y + 43, '700 50px', '#ffffff');
    this.text(`E${i + 1}`, x + w - 26, y + 42, '500 28px', 'rgba(255,255,255,.8)', 'right');
  }

  private drawPoster(i: number): void {
    const [x, y, w, h] = [i * 250, 1100, 246, 326];
    const [name, colour] = BOOTHS[i];
    this.box(x - 2, y - 2, w + 4, h + 4, '#fbf7ee');
    this.box(x, y, w, h * 0.55, colour);
    drawEmblem(this.pen, i, x + w / 2, y + 92, 130, '#ffffff');
    this.text(name, x + 20, y + 214, '700 30px', '#2a2a28');
    [200, 180, 206, 120].forEach((width, line) => this.box(x + 20, y + 242 + line * 18, width, 7, '#a5a298'));
  }

  private drawSign(i: number): void {
    const [x, y, w, h] = [1640, i * 100, 400, 94];
    const [mark, text, zh] = SIGNS[i];
    this.box(x - 2, y - 2, w + 4, h + 4, INK);
    this.text(mark, x + 42, y + 47, '700 48px', GOLD, 'center');
    this.text(text, x + 84, y + 48, '600 38px', PAPER, 'left', 190);
    this.text(zh, x + w - 18, y + 48, '500 34px', '#cfdad2', 'right', 120);
  }

  private drawGate(i: number): void {
    const [x, y, w, h] = [1024 + i * 504, 880, 500, 110];
    const [text, zh, colour] = GATES[i];
    this.box(x, y, w, h, INK);
    this.text(`${text}  ${zh}`, x + w / 2, y + 52, '600 52px', PAPER, 'center', w - 30);
    this.box(x, y + h - 8, w, 8, colour);
  }

  private drawHouse(): void {
    const [x, y, w, h] = [1024, 680, 1000, 180];
    this.box(x - 2, y, w + 4, h, INK);
    this.text('Forum  论坛', x + w / 2, y + 84, '700 104px', PAPER, 'center');
    this.text('K A P O K', x + w / 2, y + 156, '500 28px', GOLD, 'center');
  }

  /** Hills and a kapok branch in bloom, drawn with a seeded series so that every client sees the same picture. */
  private drawMural(): void {
    const { pen } = this;
    const [x, y, w, h] = [0, 1520, 1400, 520];
    const paper = pen.createLinearGradient(0, y, 0, y + h);
    paper.addColorStop(0, '#f6ecd8');
    paper.addColorStop(1, '#eadcc0');
    this.box(x - 2, y - 2, w + 4, h + 4, paper);
    pen.save();
    pen.beginPath();
    pen.rect(x, y, w, h);
    pen.clip();
    this.box(980, y + 60, 150, 150, '#e58a4e', 75);
    ['#b9c7b4', '#8fa893', '#5d7f70'].forEach((colour, layer) => {
      pen.fillStyle = colour;
      pen.beginPath();
      pen.moveTo(x, y + h);
      for (let px = 0; px <= w; px += 20) {
        pen.lineTo(x + px, y + h * (0.5 + 0.15 * layer) + Math.sin(px * (0.006 + layer * 0.002) + layer * 2) * 50 + Math.sin(px * 0.017 + layer) * 18);
      }
      pen.lineTo(x + w, y + h);
      pen.fill();
    });
    let seed = 7;
    const next = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    pen.strokeStyle = '#5a4030';
    pen.lineWidth = 13;
    pen.lineCap = 'round';
    pen.beginPath();
    pen.moveTo(x - 10, y + 380);
    pen.quadraticCurveTo(x + 240, y + 270, x + 620, y + 110);
    pen.moveTo(x + 250, y + 268);
    pen.quadraticCurveTo(x + 420, y + 290, x + 560, y + 250);
    pen.stroke();
    for (let flower = 0; flower < 15; flower++) {
      const t = next();
      const [fx, fy] = flower % 3 === 0 ? [x + 300 + t * 260, y + 285 - t * 30] : [x + 60 + t * 560, y + 350 - t * 240];
      for (let petal = 0; petal < 5; petal++) {
        const turn = petal * 1.2566 + flower;
        pen.fillStyle = ['#d9482f', '#e8613c', '#f07a45'][petal % 3];
        pen.beginPath();
        pen.ellipse(fx + Math.cos(turn) * 20, fy + Math.sin(turn) * 20, 24, 12, turn, 0, 7);
        pen.fill();
      }
      this.box(fx - 8, fy - 8, 16, 16, '#f3c460', 8);
    }
    pen.restore();
  }
}
