/** The exhibitors, in the order of their stands. Names are brands and stay untranslated; PrintSheet.cs must agree. */
export const BOOTHS: readonly (readonly [name: string, colour: string])[] = [
  ['Aurora', '#2f7f86'], ['Kite & Co', '#d9772e'], ['Mosaic', '#a63d40'], ['Loop', '#3d6b4f'],
  ['Tidal', '#2f5f9e'], ['Pebble', '#8a7560'], ['Nimbus', '#7a5aa0'], ['Fern', '#c79a2b'],
];

type Pen = CanvasRenderingContext2D;

function dot(pen: Pen, x: number, y: number, rx: number, ry = rx, turn = 0): void {
  pen.beginPath();
  pen.ellipse(x, y, rx, ry, turn, 0, 2 * Math.PI);
}

const DRAWERS: readonly ((pen: Pen, s: number) => void)[] = [
  (pen, s) => { for (let k = 0; k < 3; k++) { pen.beginPath(); pen.arc(0, s * 0.3, s * (0.2 + 0.2 * k), Math.PI, 0); pen.stroke(); } },
  (pen, s) => { pen.beginPath(); pen.moveTo(0, -s * 0.55); pen.lineTo(s * 0.42, 0); pen.lineTo(0, s * 0.6); pen.lineTo(-s * 0.42, 0); pen.fill(); },
  (pen, s) => {
    for (let a = 0; a < 2; a++) for (let b = 0; b < 2; b++) {
      pen.globalAlpha = a ^ b ? 0.6 : 1;
      pen.fillRect((a - 1) * s * 0.48 + 2, (b - 1) * s * 0.48 + 2, s * 0.42, s * 0.42);
    }
  },
  (pen, s) => { dot(pen, -s * 0.2, 0, s * 0.28); pen.stroke(); dot(pen, s * 0.22, 0, s * 0.28); pen.stroke(); },
  (pen, s) => {
    for (let k = -1; k < 2; k++) {
      pen.beginPath();
      pen.moveTo(-s * 0.5, k * s * 0.26);
      pen.quadraticCurveTo(-s * 0.25, k * s * 0.26 - s * 0.25, 0, k * s * 0.26);
      pen.quadraticCurveTo(s * 0.25, k * s * 0.26 + s * 0.25, s * 0.5, k * s * 0.26);
      pen.stroke();
    }
  },
  (pen, s) => { dot(pen, -s * 0.12, s * 0.1, s * 0.36, s * 0.26); pen.fill(); dot(pen, s * 0.3, -s * 0.24, s * 0.2, s * 0.15); pen.fill(); },
  (pen, s) => { dot(pen, -s * 0.2, s * 0.08, s * 0.24); pen.fill(); dot(pen, s * 0.1, -s * 0.08, s * 0.32); pen.fill(); dot(pen, s * 0.34, s * 0.14, s * 0.19); pen.fill(); },
  (pen, s) => {
    pen.lineWidth = s * 0.1;
    pen.beginPath();
    pen.moveTo(0, s * 0.55);
    pen.lineTo(0, -s * 0.5);
    pen.stroke();
    for (let k = 0; k < 3; k++) for (const d of [-1, 1]) { dot(pen, d * s * 0.22, s * (0.25 - 0.3 * k), s * 0.22, s * 0.09, -d * 0.6); pen.fill(); }
  },
];

/** Draws an exhibitor's emblem about a point, `size` pixels across. */
export function drawEmblem(pen: Pen, booth: number, x: number, y: number, size: number, colour: string): void {
  pen.save();
  pen.translate(x, y);
  pen.fillStyle = pen.strokeStyle = colour;
  pen.lineWidth = size * 0.16;
  DRAWERS[booth](pen, size);
  pen.restore();
}
