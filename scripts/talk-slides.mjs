// Draws the slides of the sample event's talk: node scripts/talk-slides.mjs (with Chromium). What it makes is kept beside the sample shows, since a venue is
// started where there is no browser to draw them. Each page in two sizes, as a speaker's browser makes them of a PDF.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../tests/support/browser.mjs';

const out = join(import.meta.dirname, '../src/Kapok.Server/Show/Samples/Talk');
const INK = '#241a35', SOFT = '#6d6480', RED = '#c9303a', GOLD = '#e9a23b', JADE = '#3f9c7c', PAPER = '#faf5ea';

const text = (x, y, size, words, { fill = INK, weight = 400, anchor = 'start' } = {}) =>
  `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${words}</text>`;

/** A kapok flower of five petals. */
const flower = (x, y, r, fill = RED) => `<g transform="translate(${x} ${y})">${[0, 72, 144, 216, 288].map((turn) =>
  `<path transform="rotate(${turn})" d="M0 0C${-r * 0.62} ${-r * 0.35} ${-r * 0.5} ${-r} 0 ${-r}C${r * 0.5} ${-r} ${r * 0.62} ${-r * 0.35} 0 0Z" fill="${fill}"/>`).join('')}
  <circle r="${r * 0.2}" fill="${GOLD}"/></g>`;

const heading = (words, chinese) =>
  text(90, 130, 58, words, { weight: 700 }) + text(90, 182, 32, chinese, { fill: SOFT }) + `<path d="M90 212h120" stroke="${RED}" stroke-width="6"/>`;

const box = (x, words, chinese, colour) => `<rect x="${x}" y="300" width="250" height="150" rx="22" fill="#fff" stroke="${colour}" stroke-width="5"/>`
  + text(x + 125, 368, 34, words, { anchor: 'middle', weight: 700 }) + text(x + 125, 414, 26, chinese, { anchor: 'middle', fill: SOFT });
const arrow = (x) => `<path d="M${x} 375h70m-20-16 20 16-20 16" fill="none" stroke="${SOFT}" stroke-width="5"/>`;

const points = (words, chinese, all) => heading(words, chinese)
  + all.map(([one, other], i) => flower(120, 310 + i * 120, 26) + text(175, 322 + i * 120, 42, one)
  + text(175, 362 + i * 120, 26, other, { fill: SOFT })).join('');

const PAGES = [
  flower(1010, 330, 190) + flower(1160, 560, 90, GOLD) + flower(850, 560, 60, JADE) + text(90, 270, 92, 'Meeting', { weight: 700 })
    + text(90, 370, 92, 'under a tree', { weight: 700 })
    + text(90, 440, 46, '树下相会', { fill: SOFT }) + text(90, 560, 32, 'A talk to try: turn the pages, point, take it flat.'),
  points('Why meet as avatars?', '为何以虚拟形象相会？', [['You see who stands with whom.', '看得见谁与谁在一起'], ['You walk over and join a talk.', '走过去就能加入交谈'],
    ['You hear those who are near.', '听得见身边的人']]),
  heading('One cue, one moment', '一条提示，同一瞬间') + box(90, 'Go', '执行', RED) + arrow(355) + box(445, 'Room clock', '房间时钟', GOLD) + arrow(710)
    + box(800, 'Everyone', '所有人', JADE) + text(90, 560, 32, 'Light, screens and music change a quarter of a second later, for all at once.'),
  points('A show is a list of cues', '演出就是一张提示列表', [['Light and effects', '灯光与特效'], ['Screens: slides, film, camera, text', '屏幕：幻灯片、影片、摄像机、文字'],
    ['Ceremony: gong, signing, photograph', '仪式：鸣锣、签名、合影']]),
  flower(640, 250, 150) + text(640, 510, 80, 'Questions?', { anchor: 'middle', weight: 700 }) + text(640, 580, 46, '欢迎提问', { anchor: 'middle', fill: SOFT }),
];

const page = (content) => `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720" viewBox="0 0 1280 720" font-family="Noto Sans CJK SC, sans-serif">
  <rect width="1280" height="720" fill="${PAPER}"/><rect width="1280" height="14" fill="${RED}"/>${content}</svg>`;

mkdirSync(out, { recursive: true });
const browser = await launch();
const canvas = await browser.newPage();
for (const [index, content] of PAGES.entries()) {
  for (const [name, width] of [['large', 1280], ['small', 640]]) {
    const bytes = await canvas.evaluate(async ({ svg, width }) => {
      const picture = new Image();
      picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
      await picture.decode();
      const paper = Object.assign(document.createElement('canvas'), { width, height: (width * 9) / 16 });
      paper.getContext('2d').drawImage(picture, 0, 0, paper.width, paper.height);
      return paper.toDataURL('image/webp', 0.8).split(',')[1];
    }, { svg: page(content), width });
    writeFileSync(join(out, `${index + 1}-${name}.webp`), Buffer.from(bytes, 'base64'));
  }
}
await browser.close();
