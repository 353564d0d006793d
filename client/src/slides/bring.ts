import type { PageLink } from '../net/files';

/** Why slides are not taken; keys of the text catalogue under `slides.fault.`. */
export type SlidesFault = 'too-large' | 'no-pdf' | 'encrypted' | 'broken' | 'too-many' | 'stopped';

export class SlidesError extends Error {
  constructor(readonly fault: SlidesFault) {
    super(fault);
  }
}

/** The largest PDF that a browser is asked to render, and the most pages. */
export const MOST_BYTES = 100 * 1024 * 1024, MOST_PAGES = 300;

/** A page as it is uploaded. */
export interface RenderedPage { readonly large: Blob; readonly small: Blob; readonly text: string; readonly notes: string; readonly links: readonly PageLink[] }

/** A document whose pages are rendered one after the other. */
export interface Pages {
  readonly count: number;
  render(page: number): Promise<RenderedPage>;
  close(): void;
}

/** Where the pages of a deck go; {@link EventFiles} is one. */
export interface DeckShelf {
  beginDeck(title: string, pages: number): Promise<string>;
  putPicture(deck: string, page: number, size: 'large' | 'small', picture: Blob, signal: AbortSignal): Promise<unknown>;
  putPage(deck: string, page: number, about: { readonly text: string; readonly notes: string; readonly links: readonly PageLink[] }): Promise<unknown>;
  removeDeck(deck: string): Promise<unknown>;
}

/** Whether bytes begin as a PDF does: some have a few of others before (ISO 32000-1, annex H, implementation note 13). */
export function looksLikePdf(head: Uint8Array): boolean {
  return new TextDecoder('latin1').decode(head.subarray(0, 1024)).includes('%PDF-');
}

/**
 * Renders a document page by page and uploads each while the next is rendered. Whatever goes wrong, no half a deck is left.
 * @param progress Is told how many pages are uploaded. @returns Id of the deck. @throws SlidesError, FilesError
 */
export async function bringSlides(title: string, pages: Pages, shelf: DeckShelf, progress: (done: number) => void, signal: AbortSignal): Promise<string> {
  if (pages.count > MOST_PAGES || pages.count < 1) throw new SlidesError(pages.count < 1 ? 'broken' : 'too-many');
  const deck = await shelf.beginDeck(title, pages.count);
  try {
    let uploading: Promise<unknown> = Promise.resolve();
    for (let page = 0; page < pages.count; page++) {
      if (signal.aborted) throw new SlidesError('stopped');
      const rendered = await pages.render(page);
      await uploading;
      uploading = upload(shelf, deck, page, rendered, signal).then(() => progress(page + 1));
      uploading.catch(() => undefined); // it is waited for above or below, which is when it is told
    }
    await uploading;
    return deck;
  } catch (error) {
    await shelf.removeDeck(deck).catch(() => undefined);
    throw error;
  }
}

async function upload(shelf: DeckShelf, deck: string, page: number, { large, small, text, notes, links }: RenderedPage, signal: AbortSignal): Promise<void> {
  await Promise.all([shelf.putPicture(deck, page, 'large', large, signal), shelf.putPicture(deck, page, 'small', small, signal)]);
  if (text !== '' || notes !== '' || links.length > 0) await shelf.putPage(deck, page, { text, notes, links });
}

/** Looks at a file before anything of it is read or rendered. @throws SlidesError It is too large, or no PDF. */
export async function checkPdf(file: Pick<Blob, 'size' | 'slice'>): Promise<void> {
  if (file.size > MOST_BYTES) throw new SlidesError('too-large');
  if (!looksLikePdf(new Uint8Array(await file.slice(0, 1024).arrayBuffer()))) throw new SlidesError('no-pdf');
}
