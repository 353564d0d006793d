/** What a certificate is decorated with. Everything is drawn in tenths of a millimetre; each function leaves the pen as it found it. */

export type Pen = CanvasRenderingContext2D;

export const GOLD = '#b8893b', PALE_GOLD = '#e6cb86', DEEP_GOLD = '#8a6220', CRIMSON = '#8c1c2b';

const PETAL = 'M32 30 C20 26 17 11 27 4 C30 2 34 2 37 4 C47 11 44 26 32 30 Z'; // the product's mark, in a box of 64 (src/Kapok.Console/Texts/Flower.cs)
const FLOWER_CENTRE = { x: 32, y: 33 };

function within(pen: Pen, draw: () => void): void {
  pen.save();
  draw();
  pen.restore();
}

/** The kapok flower. @param size Its width. @param ink One colour for all of it; its own without. */
export function drawFlower(pen: Pen, x: number, y: number, size: number, ink?: string): void {
  within(pen, () => {
    pen.translate(x, y);
    pen.scale(size / 64, size / 64);
    pen.translate(-FLOWER_CENTRE.x, -FLOWER_CENTRE.y);
    const petals = pen.createRadialGradient(32, 33, 0, 32, 33, 30);
    for (const [at, colour] of [[0, '#8f1d2c'], [0.45, '#e5484d'], [1, '#ff8a70']] as const) petals.addColorStop(at, colour);
    pen.fillStyle = ink ?? petals;
    for (let petal = 0; petal < 5; petal++) turned(pen, petal * 72, () => pen.fill(new Path2D(PETAL)));
    pen.fillStyle = ink === undefined ? '#ffd27a' : CRIMSON;
    for (let stamen = 0; stamen < 10; stamen++) turned(pen, stamen * 36, () => dot(pen, 32, stamen % 2 === 0 ? 24 : 27, 1.5));
    dot(pen, 32, 33, 3.4);
  });
}

function turned(pen: Pen, degrees: number, draw: () => void): void {
  within(pen, () => {
    pen.translate(FLOWER_CENTRE.x, FLOWER_CENTRE.y);
    pen.rotate((degrees * Math.PI) / 180);
    pen.translate(-FLOWER_CENTRE.x, -FLOWER_CENTRE.y);
    draw();
  });
}

function dot(pen: Pen, x: number, y: number, radius: number): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fill();
}

/** A rosette of fine lines, as on a banknote: so faint that what is written over it is read easily. */
export function drawRosette(pen: Pen, x: number, y: number, radius: number): void {
  within(pen, () => {
    pen.strokeStyle = 'rgb(184 137 59 / 13%)';
    pen.lineWidth = 1.3;
    for (let ring = 0; ring < 16; ring++) {
      const middle = radius * (0.3 + Math.floor(ring / 2) * 0.085), swing = radius * 0.085, phase = (ring % 2) * Math.PI; // two of opposite phase make a chain
      pen.beginPath();
      for (let step = 0; step <= 720; step++) {
        const angle = (step / 720) * 2 * Math.PI, far = middle + swing * Math.sin(24 * angle + phase);
        pen.lineTo(x + far * Math.cos(angle), y + far * Math.sin(angle));
      }
      pen.stroke();
    }
  });
}

/** The frame: two lines of gold with waves that cross between them, and a flower in each corner. @param inset From the edge of the paper. @param band How wide it is. */
export function drawFrame(pen: Pen, width: number, height: number, inset: number, band: number): void {
  within(pen, () => {
    pen.strokeStyle = GOLD;
    for (const [at, wide] of [[inset - 16, 3], [inset, 9], [inset + band, 9], [inset + band + 15, 2.5]] as const) {
      pen.lineWidth = wide;
      pen.strokeRect(at, at, width - 2 * at, height - 2 * at);
    }
    const middle = inset + band / 2, corner = band * 1.5, swing = band * 0.36;
    for (const phase of [0, 1 / 3, 2 / 3]) {
      pen.lineWidth = 2;
      pen.strokeStyle = phase === 0 ? GOLD : PALE_GOLD;
      wave(pen, middle + corner, width - middle - corner, (along, off) => [along, middle + off], phase, swing);
      wave(pen, middle + corner, width - middle - corner, (along, off) => [along, height - middle + off], phase, swing);
      wave(pen, middle + corner, height - middle - corner, (along, off) => [middle + off, along], phase, swing);
      wave(pen, middle + corner, height - middle - corner, (along, off) => [width - middle + off, along], phase, swing);
    }
    for (const x of [middle, width - middle]) for (const y of [middle, height - middle]) drawCorner(pen, x, y, band);
  });
}

const WAVE_LENGTH = 90;

function wave(pen: Pen, from: number, to: number, place: (along: number, off: number) => readonly [number, number], phase: number, swing: number): void {
  const waves = Math.round((to - from) / WAVE_LENGTH), steps = waves * 16;
  pen.beginPath();
  for (let step = 0; step <= steps; step++) {
    const part = step / steps, fade = Math.min(1, 12 * part, 12 * (1 - part)); // it begins and ends in the middle of the band
    pen.lineTo(...place(from + (to - from) * part, swing * fade * Math.sin(2 * Math.PI * (part * waves + phase))));
  }
  pen.stroke();
}

function drawCorner(pen: Pen, x: number, y: number, band: number): void {
  const half = band * 1.02;
  pen.fillStyle = '#fffaf0';
  pen.strokeStyle = GOLD;
  pen.lineWidth = 6;
  pen.fillRect(x - half, y - half, 2 * half, 2 * half);
  pen.strokeRect(x - half, y - half, 2 * half, 2 * half);
  pen.lineWidth = 2;
  pen.strokeRect(x - half + 12, y - half + 12, 2 * half - 24, 2 * half - 24);
  drawFlower(pen, x, y + band * 0.06, band * 1.6);
}

/** A line that begins and ends in nothing, with a rhomb in its middle. */
export function drawRule(pen: Pen, x: number, y: number, half: number, hasRhomb: boolean): void {
  within(pen, () => {
    const fade = pen.createLinearGradient(x - half, 0, x + half, 0);
    for (const [at, colour] of [[0, 'rgb(184 137 59 / 0%)'], [0.2, GOLD], [0.8, GOLD], [1, 'rgb(184 137 59 / 0%)']] as const) fade.addColorStop(at, colour);
    pen.fillStyle = fade;
    pen.fillRect(x - half, y - 1.6, 2 * half, 3.2);
    if (!hasRhomb) return;
    pen.fillStyle = '#fffaf0';
    pen.fillRect(x - 34, y - 10, 68, 20);
    pen.fillStyle = CRIMSON;
    for (const [at, size] of [[-20, 6], [0, 11], [20, 6]]) {
      pen.beginPath();
      pen.moveTo(x + at - size, y);
      pen.lineTo(x + at, y - size);
      pen.lineTo(x + at + size, y);
      pen.lineTo(x + at, y + size);
      pen.fill();
    }
  });
}

/** A seal of wax and gold with two ribbons below it. */
export function drawSeal(pen: Pen, x: number, y: number, radius: number): void {
  within(pen, () => {
    for (const side of [-1, 1]) {
      pen.save();
      pen.translate(x, y);
      pen.rotate(side * 0.32);
      pen.fillStyle = side < 0 ? '#a32536' : '#8c1c2b';
      pen.beginPath();
      for (const [at, down] of [[-0.36, 0.5], [0.36, 0.5], [0.36, 1.75], [0, 1.5], [-0.36, 1.75]]) pen.lineTo(at * radius, down * radius);
      pen.fill();
      pen.restore();
    }
    const gold = pen.createLinearGradient(x - radius, y - radius, x + radius, y + radius);
    for (const [at, colour] of [[0, '#f3dfa6'], [0.35, '#c99a45'], [0.6, '#ecd08a'], [1, '#9a6f26']] as const) gold.addColorStop(at, colour);
    pen.fillStyle = gold;
    pen.beginPath();
    for (let step = 0; step <= 480; step++) {
      const angle = (step / 480) * 2 * Math.PI, far = radius * (1 + 0.045 * Math.cos(40 * angle));
      pen.lineTo(x + far * Math.cos(angle), y + far * Math.sin(angle));
    }
    pen.fill();
    const wax = pen.createRadialGradient(x - radius * 0.3, y - radius * 0.4, radius * 0.1, x, y, radius * 0.82);
    for (const [at, colour] of [[0, '#c5394a'], [0.6, '#9d2132'], [1, '#7a1523']] as const) wax.addColorStop(at, colour);
    pen.fillStyle = wax;
    dot(pen, x, y, radius * 0.82);
    pen.strokeStyle = PALE_GOLD;
    pen.lineWidth = 3;
    pen.beginPath();
    pen.arc(x, y, radius * 0.72, 0, 2 * Math.PI);
    pen.stroke();
    pen.fillStyle = PALE_GOLD;
    for (let bead = 0; bead < 60; bead++) dot(pen, x + radius * 0.9 * Math.cos((bead * Math.PI) / 30), y + radius * 0.9 * Math.sin((bead * Math.PI) / 30), radius * 0.013);
    drawFlower(pen, x, y + radius * 0.03, radius * 1.12, '#f3dfa6');
  });
}
