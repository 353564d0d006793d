import { CanvasTexture, LinearMipmapLinearFilter, SRGBColorSpace } from 'three';

const FACE = '"Avenir Next", "Segoe UI", "Noto Sans", "DejaVu Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';

/** Cells of the sign atlas, in the order the scene numbers them: letters and their colour (sRGB). */
const SIGNS: readonly (readonly [string, string])[] = [
  ['论坛厅  FORUM', '#ffdcae'], ['云上玉台  TERRACE', '#c9ffe2'], ['余烬吧  EMBER BAR', '#ffc98a'], ['茶与果汁  TEA & JUICE', '#ffc98a'],
  ['纪念品  MERCH', '#ffb3c4'], ['木棉  K A P O K', '#ff6a4d'], ['后台  BACKSTAGE', '#ffd9a8'], ['灯笼雅座  LANTERN LOUNGE', '#ffc27a'],
  ['江畔雅座  RIVER LOUNGE', '#ffc27a'],
];

/** All signs of the hall in one texture of 2 columns and 8 rows. */
export function createSigns(): CanvasTexture {
  const [pen, texture] = canvas(2048, 1024);
  pen.fillStyle = '#000';
  pen.fillRect(0, 0, 2048, 1024);
  SIGNS.forEach(([text, colour], cell) => {
    const [x, y] = [(cell % 2) * 1024 + 512, Math.floor(cell / 2) * 128 + 67];
    pen.fillStyle = colour;
    pen.shadowColor = colour;
    pen.shadowBlur = 8;
    write(pen, text, x, y, 90, 960);
  });
  texture.flipY = false; // as glTF's texture coordinates have it
  texture.needsUpdate = true;
  return texture;
}

/** The event's title in white on nothing, 3.2:1 on the wall's band; `set` draws another. */
export function createTitle(): { texture: CanvasTexture; set(lines: readonly string[]): void } {
  const [pen, texture] = canvas(2048, 256);
  return {
    texture,
    set(lines) {
      pen.clearRect(0, 0, 2048, 256);
      pen.fillStyle = '#fff';
      const shown = lines.slice(0, 2);
      if (shown.length === 1) write(pen, shown[0], 1024, 132, 184, 1980);
      else shown.forEach((line, i) => write(pen, line, 1024, i === 0 ? 84 : 200, i === 0 ? 128 : 80, 1980));
      texture.needsUpdate = true;
    },
  };
}

function canvas(width: number, height: number): [CanvasRenderingContext2D, CanvasTexture] {
  const element = document.createElement('canvas');
  [element.width, element.height] = [width, height];
  const pen = element.getContext('2d');
  if (!pen) throw new Error('This browser gives no 2D canvas.');
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  const texture = new CanvasTexture(element);
  texture.colorSpace = SRGBColorSpace;
  texture.minFilter = LinearMipmapLinearFilter;
  texture.anisotropy = 8;
  return [pen, texture];
}

function write(pen: CanvasRenderingContext2D, text: string, x: number, y: number, size: number, room: number): void {
  pen.font = `700 ${size}px ${FACE}`;
  const width = pen.measureText(text).width;
  if (width > room) pen.font = `700 ${Math.floor((size * room) / width)}px ${FACE}`;
  pen.fillText(text, x, y, room);
}
