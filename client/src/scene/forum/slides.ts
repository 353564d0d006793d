import { CanvasTexture, type IUniform, SRGBColorSpace, type Texture } from 'three';
import { FONT } from './sheet';

const WIDTH = 1536;
const HEIGHT = 576;
const HOLD = 14; // seconds a slide stays
const DISSOLVE = 1.2;
const MARKS = ['#2f7f86', '#d9772e', '#c79a2b'];
const BULLETS: readonly (readonly [text: string, zh: string])[] = [
  ['Daylight first, screens second', '先有日光，后有屏幕'],
  ['Short talks, long conversations', '短演讲，长交谈'],
  ['One door away from everyone', '与每个人只隔一扇门'],
];
const SEATS_BY_HOUR = [0.22, 0.34, 0.3, 0.52, 0.66, 0.6, 0.86, 0.74];

/** The main screen: three slides about the event, dissolving into each other on the room's clock so that everyone sees the same. */
export class Slides {
  readonly uniforms: { uSlide: IUniform<Texture>; uNextSlide: IUniform<Texture>; uDissolve: IUniform<number> };
  private readonly textures: CanvasTexture[];
  private readonly pens: CanvasRenderingContext2D[];

  constructor() {
    this.pens = [0, 1, 2].map(() => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [WIDTH, HEIGHT];
      const pen = canvas.getContext('2d')!;
      pen.textBaseline = 'middle';
      return pen;
    });
    this.textures = this.pens.map((pen) => {
      const texture = new CanvasTexture(pen.canvas);
      texture.colorSpace = SRGBColorSpace;
      texture.flipY = true;
      texture.anisotropy = 4;
      return texture;
    });
    this.uniforms = { uSlide: { value: this.textures[0] }, uNextSlide: { value: this.textures[1] }, uDissolve: { value: 0 } };
    this.setTitle(['Rooms that breathe', 'Designing shared places for attention']);
  }

  setTitle(lines: readonly string[]): void {
    const [title = '', subtitle = ''] = lines;
    this.drawPoints(title, subtitle);
    this.drawTitle(title, subtitle);
    this.drawWelcome(title);
    for (const texture of this.textures) texture.needsUpdate = true;
  }

  update(time: number, reducedMotion: boolean): void {
    const count = this.textures.length;
    const index = Math.floor(time / HOLD) % count;
    const into = time - Math.floor(time / HOLD) * HOLD;
    this.uniforms.uSlide.value = this.textures[index];
    this.uniforms.uNextSlide.value = this.textures[(index + 1) % count];
    const share = Math.max(0, (into - (HOLD - DISSOLVE)) / DISSOLVE);
    this.uniforms.uDissolve.value = reducedMotion ? 0 : share * share * (3 - 2 * share);
  }

  dispose(): void {
    for (const texture of this.textures) texture.dispose();
  }

  private paper(pen: CanvasRenderingContext2D, page: number): void {
    const paper = pen.createLinearGradient(0, 0, WIDTH, HEIGHT);
    paper.addColorStop(0, '#fdf8ee');
    paper.addColorStop(1, '#f1e7d4');
    pen.fillStyle = paper;
    pen.fillRect(0, 0, WIDTH, HEIGHT);
    pen.fillStyle = '#2f6f66';
    pen.fillRect(0, 0, 20, HEIGHT);
    put(pen, 'FORUM · 论坛', 82, 70, '700 26px', '#c0693a');
    put(pen, `${page} / ${this.pens.length}`, WIDTH - 60, HEIGHT - 46, '400 24px', '#56625f', 'right');
  }

  private drawPoints(title: string, subtitle: string): void {
    const pen = this.pens[0];
    this.paper(pen, 1);
    put(pen, title, 80, 146, '700 68px', '#14201e', 'left', 860);
    put(pen, subtitle || '欢迎来到论坛', 82, 216, '400 36px', '#33413e', 'left', 860);
    BULLETS.forEach(([text, zh], i) => {
      const y = 300 + i * 68;
      pen.fillStyle = MARKS[i];
      pen.beginPath();
      pen.arc(96, y - 2, 11, 0, 7);
      pen.fill();
      put(pen, text, 128, y, '500 36px', '#14201e');
      put(pen, zh, 690, y, '400 28px', '#6b7774', 'left', 260);
    });
    put(pen, 'Mei Lin  &  Astrid Holm', 82, HEIGHT - 46, '400 24px', '#56625f');
    pen.fillStyle = '#ffffff';
    pen.beginPath();
    pen.roundRect(980, 84, 496, 392, 20);
    pen.fill();
    put(pen, 'Conversations per hour · 每小时交谈', 1008, 124, '600 24px', '#4c5a57', 'left', 440);
    SEATS_BY_HOUR.forEach((share, i) => {
      pen.fillStyle = i === 6 ? '#d9772e' : '#2f7f86';
      pen.beginPath();
      pen.roundRect(1012 + i * 56, 424 - share * 260, 38, share * 260, 7);
      pen.fill();
      put(pen, String(9 + i), 1031 + i * 56, 448, '400 20px', '#56625f', 'center');
    });
  }

  private drawTitle(title: string, subtitle: string): void {
    const pen = this.pens[1];
    this.paper(pen, 2);
    put(pen, title, WIDTH / 2, 250, '700 104px', '#14201e', 'center', WIDTH - 200);
    put(pen, subtitle || 'in the Forum · 于论坛', WIDTH / 2, 356, '400 42px', '#33413e', 'center', WIDTH - 260);
    MARKS.forEach((colour, i) => {
      pen.fillStyle = colour;
      pen.fillRect(WIDTH / 2 - 150 + i * 104, 424, 92, 8);
    });
  }

  private drawWelcome(title: string): void {
    const pen = this.pens[2];
    this.paper(pen, 3);
    pen.fillStyle = '#2f6f66';
    pen.fillRect(20, 110, WIDTH - 20, 330);
    put(pen, 'Find a seat, or a table', 100, 210, '700 76px', '#f7efe0');
    put(pen, '请入座，或找一张桌子坐下聊聊', 104, 300, '500 46px', '#d7e4da');
    put(pen, 'Expo on the left · coffee by the windows · 左侧为展区，窗边有咖啡', 104, 380, '400 30px', '#b9cfc2');
    put(pen, title, 82, HEIGHT - 46, '500 28px', '#56625f', 'left', 900);
  }
}

function put(pen: CanvasRenderingContext2D, text: string, x: number, y: number, font: string, colour: string, align: CanvasTextAlign = 'left', width?: number): void {
  pen.font = `${font} ${FONT}`;
  pen.textAlign = align;
  pen.fillStyle = colour;
  pen.fillText(text, x, y, width);
}
