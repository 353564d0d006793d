import { describe, expect, it } from 'vitest';
import { fileAddress } from '../src/net/files';
import { bringSlides, checkPdf, looksLikePdf, SlidesError, type DeckShelf, type Pages } from '../src/slides/bring';
import { clockTime, swipeOf, turned, turnOf } from '../src/slides/turning';

const blob = new Blob(['x']);

/** A document of so many pages, and a shelf that writes down what it is asked. */
function scene(count: number, failsAt = -1): { pages: Pages; shelf: DeckShelf; log: string[] } {
  const log: string[] = [];
  return {
    log,
    pages: {
      count,
      render: (page) => Promise.resolve({ large: blob, small: blob, text: page === 0 ? '木棉' : '', notes: '', links: [] }),
      close: () => undefined,
    },
    shelf: {
      beginDeck: (title, pages) => {
        log.push(`begin ${title} ${pages}`);
        return Promise.resolve('deck');
      },
      putPicture: (_, page, size) => {
        log.push(`${size} ${page}`);
        return page === failsAt ? Promise.reject(new Error('the line broke')) : Promise.resolve();
      },
      putPage: (_, page, { text }) => {
        log.push(`text ${page} ${text}`);
        return Promise.resolve();
      },
      removeDeck: () => {
        log.push('remove');
        return Promise.resolve();
      },
    },
  };
}

describe('bringing slides', () => {
  it('uploads each page in two sizes, with what is written on it', async () => {
    const { pages, shelf, log } = scene(2), told: number[] = [];
    expect(await bringSlides('Autumn', pages, shelf, (done) => told.push(done), new AbortController().signal)).toBe('deck');
    expect(log).toEqual(['begin Autumn 2', 'large 0', 'small 0', 'text 0 木棉', 'large 1', 'small 1']);
    expect(told).toEqual([1, 2]);
  });

  it('leaves no half a deck where something fails or one gives up', async () => {
    const broken = scene(4, 1), stopping = new AbortController(), given = scene(9);
    await expect(bringSlides('A', broken.pages, broken.shelf, () => undefined, stopping.signal)).rejects.toThrow('the line broke');
    expect(broken.log.at(-1)).toBe('remove');
    await expect(bringSlides('A', given.pages, given.shelf, (done) => { if (done === 2) stopping.abort(); }, stopping.signal)).rejects.toThrow(SlidesError);
    expect(given.log.at(-1)).toBe('remove');
    expect(given.log.filter((line) => line.startsWith('large')).length).toBeLessThan(6);
  });

  it('takes no more than 300 pages', async () => {
    const { pages, shelf, log } = scene(301);
    await expect(bringSlides('A', pages, shelf, () => undefined, new AbortController().signal)).rejects.toMatchObject({ fault: 'too-many' });
    expect(log).toEqual([]);
  });

  it('knows a PDF by how it begins', () => {
    const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    expect(looksLikePdf(bytes('%PDF-1.7\n'))).toBe(true);
    expect(looksLikePdf(bytes('junk of a mail\r\n%PDF-1.4\n'))).toBe(true);
    expect(looksLikePdf(bytes('PK\x03\x04 slides.pptx'))).toBe(false);
    expect(looksLikePdf(bytes(`${' '.repeat(2000)}%PDF-1.7`))).toBe(false);
  });
});

describe('what is no deck', () => {
  it('is refused before it is read: a PDF of 200 MB, and what only has the name of one', async () => {
    const read = (): Blob => { throw new Error('it is read'); };
    await expect(checkPdf({ size: 200 * 1024 * 1024, slice: read })).rejects.toMatchObject({ fault: 'too-large' });
    await expect(checkPdf(new Blob(['PK\x03\x04 a presentation']))).rejects.toMatchObject({ fault: 'no-pdf' });
    await expect(checkPdf(new Blob(['%PDF-1.7 …']))).resolves.toBeUndefined();
  });
});

describe('turning slides', () => {
  it('stays within the deck', () => {
    expect([turned(0, 3, 'back'), turned(0, 3, 'next'), turned(2, 3, 'next'), turned(1, 3, 'last'), turned(1, 3, 'first'), turned(0, 0, 'next')]).toEqual([0, 1, 2, 2, 0, 0]);
  });

  it('knows hand-held controls, arrows and swipes', () => {
    expect(['PageDown', 'PageUp', 'ArrowRight', 'ArrowLeft', 'a', 'toString'].map(turnOf)).toEqual(['next', 'back', 'next', 'back', null, null]);
    expect([swipeOf(-90, 10), swipeOf(90, 10), swipeOf(20, 0), swipeOf(60, 70)]).toEqual(['next', 'back', null, null]);
  });

  it('says times as a clock does', () => {
    expect([0, 65_000, 3_600_000, -61_000, -400].map(clockTime)).toEqual(['0:00', '1:05', '1:00:00', '−1:01', '0:00']);
  });
});

describe('addresses of files', () => {
  it('lead to the venue and nowhere else', () => {
    expect(fileAddress('0123456789abcdef0123456789abcdef01234567')).toBe('/files/0123456789abcdef0123456789abcdef01234567');
    expect(fileAddress('music/dawn.opus')).toBe('/assets/music/dawn.opus');
    for (const strange of ['https://evil.example/a.mp3', '//evil.example', '../kapok.db', 'music/../../x.opus', '']) expect(fileAddress(strange)).toBeNull();
  });
});
