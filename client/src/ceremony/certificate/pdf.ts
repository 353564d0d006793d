import { ACROSS, DOWN, type Area, type DrawnLine } from './paper';

/** One page whose look is a picture and whose text can be found, copied and read aloud (ISO 32000-1). */
export interface PdfPage {
  /** JPEG, of three colours. */
  readonly picture: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly lines: readonly DrawnLine[];
  /** Where one may press, and where that leads. */
  readonly link: Area & { readonly address: string };
  readonly title: string;
  readonly author: string;
  /** As BCP 47 has it. */
  readonly language: string;
  readonly at: Date;
}

const POINTS = 72 / 254; // of a tenth of a millimetre
const MOST_LETTERS = 255; // different ones: a simple font has no more codes, and a certificate hardly a third; what is beyond is in the picture alone
const LONGEST_BLOCK = 100; // of a character map (Adobe technical note 5411)

/** The bytes of a PDF file. */
export function makePdf(page: PdfPage): Uint8Array<ArrayBuffer> {
  const { width, height, picture, lines, link } = page, codes = codesOf(lines), end = codes.size;
  const box = `0 0 ${fixed(ACROSS * POINTS)} ${fixed(DOWN * POINTS)}`;
  const area = [link.x, DOWN - link.y - link.height, link.x + link.width, DOWN - link.y].map((one) => fixed(one * POINTS));
  const file = new Writer();
  file.add(`<< /Type /Catalog /Pages 2 0 R /Lang ${textOf(page.language)} /ViewerPreferences << /DisplayDocTitle true >> >>`);
  file.add('<< /Type /Pages /Kids [3 0 R] /Count 1 >>');
  file.add(`<< /Type /Page /Parent 2 0 R /MediaBox [${box}] /Resources << /XObject << /P 5 0 R >> /Font << /F 6 0 R >> >> /Contents 4 0 R /Annots [9 0 R] >>`);
  file.stream('', bytesOf(contentOf(lines, codes)));
  file.stream(`/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode`, picture);
  // Letters that draw nothing: they lie over the picture of the same words, need no font of anybody's, and say which letters they are.
  file.add(`<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << /n 7 0 R >> /Resources << >> `
    + `/Encoding << /Type /Encoding /Differences [1 ${'/n '.repeat(end)}] >> /FirstChar 1 /LastChar ${end} /Widths [${'1000 '.repeat(end)}] /ToUnicode 8 0 R >>`);
  file.stream('', bytesOf('1000 0 d0'));
  file.stream('', bytesOf(mapOf(codes)));
  file.add(`<< /Type /Annot /Subtype /Link /Rect [${area.join(' ')}] /Border [0 0 0] /Contents ${textOf(link.address)} /A << /S /URI /URI (${literal(encodeURI(link.address))}) >> >>`);
  const date = `(D:${page.at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z)`;
  return file.end(`<< /Title ${textOf(page.title)} /Author ${textOf(page.author)} /Creator (Kapok) /CreationDate ${date} >>`);
}

/** A code for each letter that occurs. */
function codesOf(lines: readonly DrawnLine[]): Map<string, number> {
  const codes = new Map<string, number>();
  for (const letter of lines.flatMap(({ text }) => [...text])) if (!codes.has(letter) && codes.size < MOST_LETTERS) codes.set(letter, codes.size + 1);
  return codes;
}

function contentOf(lines: readonly DrawnLine[], codes: ReadonlyMap<string, number>): string {
  const picture = `q ${fixed(ACROSS * POINTS)} 0 0 ${fixed(DOWN * POINTS)} 0 0 cm /P Do Q`;
  const texts = lines.map(({ text, x, y, size, width }) => {
    const known = [...text].flatMap((letter) => codes.get(letter) ?? []), points = size * POINTS;
    if (known.length === 0) return '';
    const stretch = (100 * width * POINTS) / (known.length * points); // each letter is as wide as it is high; together they are as wide as what is seen
    return `/F ${fixed(points)} Tf ${fixed(stretch)} Tz 1 0 0 1 ${fixed(x * POINTS)} ${fixed((DOWN - y) * POINTS)} Tm <${known.map((code) => hex(code, 2)).join('')}> Tj`;
  });
  return [picture, 'BT 3 Tr', ...texts, 'ET'].join('\n');
}

function mapOf(codes: ReadonlyMap<string, number>): string {
  const rows = [...codes].map(([letter, code]) => `<${hex(code, 2)}> <${utf16(letter)}>`), blocks: string[] = [];
  for (let at = 0; at < rows.length; at += LONGEST_BLOCK) {
    const block = rows.slice(at, at + LONGEST_BLOCK);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return ['/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Kapok def /CMapType 2 def', '1 begincodespacerange <00> <FF> endcodespacerange', ...blocks,
    'endcmap CMapName currentdict /CMap defineresource pop end end'].join('\n');
}

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');
const utf16 = (text: string): string => Array.from({ length: text.length }, (_, at) => hex(text.charCodeAt(at), 4)).join('');
const textOf = (text: string): string => `<FEFF${utf16(text)}>`;
const literal = (text: string): string => text.replace(/[\\()]/g, '\\$&');
const fixed = (value: number): string => value.toFixed(3);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Objects one after another, and the table of where each begins. */
class Writer {
  private readonly parts: Uint8Array[] = [bytesOf('%PDF-1.5\n%'), Uint8Array.of(0xe2, 0xe3, 0xcf, 0xd3, 0x0a)]; // bytes above 127 say that it is no text
  private readonly begins: number[] = [];

  add(object: string): void {
    this.begin();
    this.put(bytesOf(`${object}\nendobj\n`));
  }

  stream(entries: string, bytes: Uint8Array): void {
    this.begin();
    this.put(bytesOf(`<< ${entries} /Length ${bytes.length} >>\nstream\n`), bytes, bytesOf('\nendstream\nendobj\n'));
  }

  /** Closes the file. @param info The object that says what it is. */
  end(info: string): Uint8Array<ArrayBuffer> {
    this.add(info);
    const count = this.begins.length + 1, at = this.length;
    const rows = this.begins.map((begin) => `${String(begin).padStart(10, '0')} 00000 n \n`).join('');
    this.put(bytesOf(`xref\n0 ${count}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${count} /Root 1 0 R /Info ${count - 1} 0 R >>\nstartxref\n${at}\n%%EOF\n`));
    const whole = new Uint8Array(this.length);
    let offset = 0;
    for (const part of this.parts) {
      whole.set(part, offset);
      offset += part.length;
    }
    return whole;
  }

  private get length(): number {
    return this.parts.reduce((sum, part) => sum + part.length, 0);
  }

  private begin(): void {
    this.begins.push(this.length);
    this.put(bytesOf(`${this.begins.length} 0 obj\n`));
  }

  private put(...parts: readonly Uint8Array[]): void {
    this.parts.push(...parts);
  }
}
