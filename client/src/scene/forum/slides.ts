import { CanvasSource } from '../canvas-source';
import { FONT } from './sheet';

const WIDTH = 1536;
const HEIGHT = 576;
const DEFAULT_TITLE = ['Rooms that breathe', 'Designing shared places for attention'];
const MARKS = ['#2f7f86', '#d9772e', '#c79a2b'];
const BULLETS: readonly (readonly [text: string, zh: string])[] = [
  ['Daylight first, screens second', '先有日光，后有屏幕'],
  ['Short talks, long conversations', '短演讲，长交谈'],
  ['One door away from everyone', '与每个人只隔一扇门'],
];
const SEATS_BY_HOUR = [0.22, 0.34, 0.3, 0.52, 0.66, 0.6, 0.86, 0.74];

/** What the main screen shows: three slides about the event. */
export function createSlides(): [CanvasSource, CanvasSource, CanvasSource] {
  const slide = (draw: (pen: CanvasRenderingContext2D, title: string, subtitle: string) => void): CanvasSource => new CanvasSource('slide', WIDTH, HEIGHT, (pen, lines) => {
    pen.textBaseline = 'middle';
    const [title = '', subtitle = ''] = lines.length > 0 ? lines : DEFAULT_TITLE;
    draw(pen, title, subtitle);
  });
  return [slide(drawPoints), slide(drawTitle), slide(drawWelcome)];
}

function paper(pen: CanvasRenderingContext2D, page: number): void {
  const paper = pen.createLinearGradient(0, 0, WIDTH, HEIGHT);
  paper.addColorStop(0, '#fdf8ee');
  paper.addColorStop(1, '#f1e7d4');
  pen.fillStyle = paper;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  pen.fillStyle = '#2f6f66';
  pen.fillRect(0, 0, 20, HEIGHT);
  put(pen, 'FORUM · 论坛', 82, 70, '700 26px', '#c0693a');
  put(pen, `${page} / 3`, WIDTH - 60, HEIGHT - 46, '400 24px', '#56625f', 'right');
}

function drawPoints(pen: CanvasRenderingContext2D, title: string, subtitle: string): void {
  paper(pen, 1);
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

function drawTitle(pen: CanvasRenderingContext2D, title: string, subtitle: string): void {
  paper(pen, 2);
  put(pen, title, WIDTH / 2, 250, '700 104px', '#14201e', 'center', WIDTH - 200);
  put(pen, subtitle || 'in the Forum · 于论坛', WIDTH / 2, 356, '400 42px', '#33413e', 'center', WIDTH - 260);
  MARKS.forEach((colour, i) => {
    pen.fillStyle = colour;
    pen.fillRect(WIDTH / 2 - 150 + i * 104, 424, 92, 8);
  });
}

function drawWelcome(pen: CanvasRenderingContext2D, title: string): void {
  paper(pen, 3);
  pen.fillStyle = '#2f6f66';
  pen.fillRect(20, 110, WIDTH - 20, 330);
  put(pen, 'Find a seat, or a table', 100, 210, '700 76px', '#f7efe0');
  put(pen, '请入座，或找一张桌子坐下聊聊', 104, 300, '500 46px', '#d7e4da');
  put(pen, 'Expo on the left · coffee by the windows · 左侧为展区，窗边有咖啡', 104, 380, '400 30px', '#b9cfc2');
  put(pen, title, 82, HEIGHT - 46, '500 28px', '#56625f', 'left', 900);
}

function put(pen: CanvasRenderingContext2D, text: string, x: number, y: number, font: string, colour: string, align: CanvasTextAlign = 'left', width?: number): void {
  pen.font = `${font} ${FONT}`;
  pen.textAlign = align;
  pen.fillStyle = colour;
  pen.fillText(text, x, y, width);
}
