import { beforeAll, describe, expect, it } from 'vitest';
import { readCertificates } from '../src/ceremony/certificate/facts';
import { makePdf, type PdfPage } from '../src/ceremony/certificate/pdf';

const FACTS = {
  number: '00112233445566778899aabbccddeeff', page: '/certificate/00112233445566778899aabbccddeeff', name: 'Mei', title: 'Dawn',
  event: { en: 'Night', zhHans: '之夜' }, room: { en: 'Terrace', zhHans: '露台' }, organisation: 'Kapok', atMs: 1_796_000_000_000,
};

let getDocument: (typeof import('pdfjs-dist/legacy/build/pdf.mjs'))['getDocument'];

beforeAll(async () => {
  // pdf.js wants a newer node than Kapok does.
  (Promise as { withResolvers?: unknown }).withResolvers ??= () => {
    const made: { promise?: Promise<unknown>; resolve?: unknown; reject?: unknown } = {};
    made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
    return made;
  };
  ({ getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs'));
});

// The smallest JPEG there is: one grey point.
const POINT = Uint8Array.from(Buffer.from('/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=', 'base64'));

const page = (over: Partial<PdfPage> = {}): PdfPage => ({
  picture: POINT, width: 1, height: 1, title: 'Certificate (of) 梅', author: 'Kapok \\', language: 'zh-Hans', at: new Date(1_796_000_000_000),
  link: { x: 2230, y: 1400, width: 330, height: 330, address: 'https://venue.example.org/certificate/(00)' },
  lines: [{ text: '欧阳小梅', x: 1000, y: 970, size: 150, width: 600 }, { text: 'Zoë 🌸 (B)', x: 1000, y: 1200, size: 50, width: 300 }], ...over,
});

describe('what the server says of one\'s certificates', () => {
  it('is read, and what is no certificate is left out', () => {
    expect(readCertificates({ certificates: [FACTS] })).toEqual([FACTS]);
    const wrong = { number: 'x', page: 'https://elsewhere.example/', name: 1, title: null, event: 'Night', room: { en: 1 }, organisation: undefined, atMs: NaN };
    for (const [key, bad] of Object.entries(wrong)) {
      expect(readCertificates({ certificates: [{ ...FACTS, [key]: bad }, FACTS] }), key).toEqual([FACTS]);
    }
    for (const answer of [null, 1, 'x', [], {}, { certificates: 'x' }, { certificates: [null, 1, []] }]) expect(readCertificates(answer)).toEqual([]);
  });
});

describe('the PDF of a certificate', () => {
  it('has its table of objects right', () => {
    const text = Buffer.from(makePdf(page())).toString('latin1'), at = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
    expect(text.slice(at, at + 4)).toBe('xref');
    const rows = [...text.slice(at).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, begin]) => Number(begin));
    expect(rows.length).toBeGreaterThan(8);
    rows.forEach((begin, i) => expect(text.slice(begin, begin + 10)).toMatch(new RegExp(`^${i + 1} 0 obj\n`)));
    for (const [, length, rest] of text.matchAll(/\/Length (\d+) >>\nstream\n([\s\S]*?)endstream/g)) expect(rest.length).toBe(Number(length) + 1);
  });

  it('is read by another program: one page of A4, its words, its link and its title', async () => {
    const read = await getDocument({ data: makePdf(page()), verbosity: 0 }).promise;
    expect(read.numPages).toBe(1);
    const one = await read.getPage(1), { items } = await one.getTextContent();
    expect(one.view.map(Math.round)).toEqual([0, 0, 842, 595]);
    expect(items.map((item) => ('str' in item ? item.str : '')).join(' ').split(/\s+/).filter(Boolean)).toEqual(['欧阳小梅', 'Zoë', '🌸', '(B)']);
    const name = items.find((item) => 'str' in item && item.str === '欧阳小梅');
    expect(name && 'width' in name ? Math.round(name.width) : 0).toBe(Math.round((600 * 72) / 254));
    const [link] = (await one.getAnnotations()) as { url?: string; rect: number[] }[];
    expect(link.url).toBe('https://venue.example.org/certificate/(00)');
    expect(link.rect.map(Math.round)).toEqual([632, 105, 726, 198]);
    const { info } = (await read.getMetadata()) as { info: { Title?: string; Author?: string } };
    expect([info.Title, info.Author]).toEqual(['Certificate (of) 梅', 'Kapok \\']);
    await read.loadingTask.destroy();
  });

  it('is whole also where more letters occur than a font has', async () => {
    const many = Array.from({ length: 400 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
    const lines = [{ text: many, x: 0, y: 1000, size: 50, width: 2000 }, { text: '', x: 0, y: 0, size: 1, width: 0 }];
    const read = await getDocument({ data: makePdf(page({ lines })), verbosity: 0 }).promise;
    const { items } = await (await read.getPage(1)).getTextContent();
    expect(items.map((item) => ('str' in item ? item.str : '')).join('')).toBe([...many].slice(0, 255).join(''));
    await read.loadingTask.destroy();
  });
});
