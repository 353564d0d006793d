import { encode } from 'uqr';
import { CRIMSON, DEEP_GOLD, drawFlower, drawFrame, drawRosette, drawRule, drawSeal, type Pen } from './ornaments';

/** A4, lying: everything is in tenths of a millimetre, so that letters are laid out as finely on a screen as in print. */
export const ACROSS = 2970, DOWN = 2100;

/** What stands on a certificate, in the words of one language. */
export interface CertificateWords {
  readonly language: string;
  /** What it is, in this language and in the other one. */
  readonly heading: string;
  readonly otherHeading: string;
  readonly that: string;
  readonly name: string;
  readonly attended: string;
  readonly event: string;
  /** What of the event; empty for all of it. */
  readonly title: string;
  /** Where and when. */
  readonly place: string;
  readonly organisation: string;
  readonly issuedBy: string;
  readonly verify: string;
  readonly number: string;
  /** The address of the page that says whether it is real. */
  readonly address: string;
}

/** A line as it was drawn, so that it can be found and read aloud in a file whose page is a picture. Tenths of a millimetre; y is the letters' foot. */
export interface DrawnLine { readonly text: string; readonly x: number; readonly y: number; readonly size: number; readonly width: number }

/** A rectangle of the paper, in tenths of a millimetre. */
export interface Area { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

const MIDDLE = ACROSS / 2, LEFT = 575, INK = '#2b211c', SOFT = '#66554a';
const SERIF = "'Palatino Linotype', Palatino, 'Book Antiqua', Georgia, 'Noto Serif', 'Songti SC', 'Noto Serif CJK SC', 'Source Han Serif SC', SimSun, 'DejaVu Serif', serif";
const LONGEST_LINE = 2140, SMALLEST_OF_ONE_LINE = 66;
const QR: Area = { x: 2230, y: 1400, width: 330, height: 330 }, QUIET = 4; // modules around the code that stay white (ISO/IEC 18004)

interface Style { readonly size: number; readonly colour?: string; readonly weight?: number; readonly isItalic?: boolean; readonly spacing?: number; readonly widest?: number }

/** Draws a certificate. The pen's units are tenths of a millimetre. @returns Its lines, and where its code is. */
export function drawCertificate(pen: Pen, words: CertificateWords): { readonly lines: readonly DrawnLine[]; readonly code: Area } {
  const lines: DrawnLine[] = [], write = (text: string, x: number, y: number, style: Style): void => { lines.push(drawLine(pen, text, x, y, style)); };
  const isChinese = words.language.startsWith('zh');
  drawPaper(pen);
  drawFlower(pen, MIDDLE, 345, 190);
  write(words.heading, MIDDLE, isChinese ? 570 : 555,
    isChinese ? { size: 136, colour: CRIMSON, weight: 700, spacing: 60 } : { size: 104, colour: CRIMSON, weight: 700, spacing: 18 });
  write(words.otherHeading, MIDDLE, 640, isChinese ? { size: 42, colour: DEEP_GOLD, spacing: 12 } : { size: 50, colour: DEEP_GOLD, spacing: 26 });
  drawRule(pen, MIDDLE, 705, 620, true);
  write(words.that, MIDDLE, 796, { size: 50, colour: SOFT, isItalic: !isChinese, spacing: isChinese ? 10 : 0 });
  write(words.name, MIDDLE, 968, { size: 150, colour: INK, weight: 600 });
  drawRule(pen, MIDDLE, 1030, 820, false);
  write(words.attended, MIDDLE, 1115, { size: 50, colour: SOFT, isItalic: !isChinese, spacing: isChinese ? 10 : 0 });
  const event = wrapped(pen, words.event, { size: 96, weight: 600 }), lead = event.length > 1 ? 88 : 0;
  event.forEach((text, at) => write(text, MIDDLE, 1240 + at * 88 - lead * 0.2, { size: event.length > 1 ? 76 : 96, colour: CRIMSON, weight: 600 }));
  let foot = 1240 + lead;
  if (words.title !== '') write(words.title, MIDDLE, foot += 86, { size: 58, colour: INK });
  write(words.place, MIDDLE, foot + 80, { size: 44, colour: SOFT });
  write(words.organisation, LEFT, 1680, { size: 56, colour: INK, widest: 640 });
  drawRule(pen, LEFT, 1706, 330, false);
  write(words.issuedBy, LEFT, 1760, { size: 38, colour: SOFT });
  drawSeal(pen, MIDDLE, 1610, 150);
  drawCode(pen, words.address);
  write(words.verify, QR.x + QR.width / 2, 1775, { size: 34, colour: SOFT, widest: 560 });
  write(words.number, QR.x + QR.width / 2, 1822, { size: 30, colour: SOFT, widest: 540 });
  return { lines, code: QR };
}

function drawPaper(pen: Pen): void {
  const paper = pen.createRadialGradient(MIDDLE, DOWN / 2, 300, MIDDLE, DOWN / 2, 1900);
  paper.addColorStop(0, '#fffaf0');
  paper.addColorStop(0.6, '#fffaf0');
  paper.addColorStop(1, '#f3e4c4');
  pen.fillStyle = paper;
  pen.fillRect(0, 0, ACROSS, DOWN);
  drawRosette(pen, MIDDLE, 1010, 640);
  drawFrame(pen, ACROSS, DOWN, 96, 74);
}

const fontOf = ({ weight = 400, isItalic = false }: Style, size: number): string => `${isItalic ? 'italic ' : ''}${weight} ${size}px ${SERIF}`;

/** Writes a line around a middle; one that is too long is written smaller. */
function drawLine(pen: Pen, text: string, x: number, y: number, style: Style): DrawnLine {
  const { size, colour = INK, spacing = 0, widest = LONGEST_LINE } = style;
  pen.textAlign = 'left';
  pen.fillStyle = colour;
  pen.letterSpacing = `${spacing}px`;
  pen.font = fontOf(style, size);
  const full = pen.measureText(text).width - spacing, fit = Math.min(1, widest / Math.max(1, full)), width = full * fit; // the last letter's space is none
  pen.letterSpacing = `${spacing * fit}px`;
  pen.font = fontOf(style, size * fit);
  pen.fillText(text, x - width / 2, y);
  pen.letterSpacing = '0px';
  return { text, x: x - width / 2, y, size: size * fit, width };
}

/** A text in one line where it can be read so, or in two of about the same length. */
function wrapped(pen: Pen, text: string, style: Style): readonly string[] {
  pen.font = fontOf(style, SMALLEST_OF_ONE_LINE);
  if (pen.measureText(text).width <= LONGEST_LINE) return [text];
  const letters = [...text], middle = letters.length / 2;
  const ends = letters.map((_, at) => at).filter((at) => at > 0 && (letters[at] === ' ' || isIdeograph(letters[at])));
  const end = (ends.length > 0 ? ends : [Math.floor(middle)]).reduce((best, at) => (Math.abs(at - middle) < Math.abs(best - middle) ? at : best));
  return [letters.slice(0, end).join('').trim(), letters.slice(end).join('').trim()];
}

const isIdeograph = (letter: string): boolean => /\p{Script=Han}/u.test(letter);

function drawCode(pen: Pen, address: string): void {
  const { data, size } = encode(address, { ecc: 'M', border: 0 }), module = QR.width / (size + 2 * QUIET);
  pen.fillStyle = '#fff';
  pen.fillRect(QR.x, QR.y, QR.width, QR.height);
  pen.strokeStyle = '#d9bd80';
  pen.lineWidth = 2.5;
  pen.strokeRect(QR.x, QR.y, QR.width, QR.height);
  pen.fillStyle = '#1c1512';
  data.forEach((row, y) => row.forEach((isDark, x) => {
    // A hair wider than it is, so that no white shows between two.
    if (isDark) pen.fillRect(QR.x + (x + QUIET) * module, QR.y + (y + QUIET) * module, module + 0.2, module + 0.2);
  }));
}
