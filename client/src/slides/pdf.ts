import * as pdfjs from 'pdfjs-dist';
import type { PDFDocumentProxy, PDFPageProxy, PageViewport } from 'pdfjs-dist';
import PdfWorker from 'pdfjs-dist/build/pdf.worker.min.mjs?worker';
import type { PageLink } from '../net/files';
import { checkPdf, MOST_PAGES, SlidesError, type Pages, type RenderedPage } from './bring';

const LARGE = 1920, SMALL = 960; // pixels of width
const TALLEST = 2400; // of a page that stands upright
const QUALITY = 0.86;
const MOST_TEXT = 4000, MOST_LINKS = 30;
const PARTS = '/pdf/'; // character maps, fonts and decoders, which vite.config.ts copies

/** Annotations as pdf.js gives them, as far as they are looked at. */
interface Annotation {
  readonly subtype?: string;
  readonly rect?: readonly number[];
  readonly url?: string;
  readonly dest?: string | readonly unknown[] | null;
  readonly contentsObj?: { readonly str?: string };
}

/**
 * Opens a PDF for rendering. Loaded when somebody brings slides and not before: it is two megabytes.
 * @throws SlidesError What is wrong with it.
 */
export async function openPdf(file: Blob): Promise<Pages> {
  await checkPdf(file);
  const worker = new PdfWorker();
  pdfjs.GlobalWorkerOptions.workerPort = worker;
  const task = pdfjs.getDocument({
    data: new Uint8Array(await file.arrayBuffer()), cMapUrl: `${PARTS}cmaps/`, cMapPacked: true, standardFontDataUrl: `${PARTS}standard_fonts/`, wasmUrl: `${PARTS}wasm/`,
    iccUrl: `${PARTS}iccs/`, enableXfa: false, stopAtErrors: false,
  });
  const close = (): void => void task.destroy().catch(() => undefined).finally(() => worker.terminate());
  try {
    const document = await task.promise;
    if (document.numPages > MOST_PAGES) throw new SlidesError('too-many');
    return { count: document.numPages, render: (page) => render(document, page), close };
  } catch (error) {
    close();
    if (error instanceof SlidesError) throw error;
    throw new SlidesError(error instanceof pdfjs.PasswordException ? 'encrypted' : 'broken');
  }
}

async function render(document: PDFDocumentProxy, number: number): Promise<RenderedPage> {
  const page = await document.getPage(number + 1).catch(() => { throw new SlidesError('broken'); });
  const { width, height } = page.getViewport({ scale: 1 }), viewport = page.getViewport({ scale: Math.min(LARGE / width, TALLEST / height) });
  const large = canvasOf(viewport.width, viewport.height);
  await page.render({ canvas: large, viewport, background: '#ffffff' }).promise.catch(() => { throw new SlidesError('broken'); });
  const share = SMALL / LARGE, small = canvasOf(viewport.width * share, viewport.height * share), pen = small.getContext('2d');
  if (pen) {
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(large, 0, 0, small.width, small.height);
  }
  const rendered = { large: await blobOf(large), small: await blobOf(small), text: await textOf(page), ...(await aboutOf(document, page, viewport)) };
  page.cleanup();
  return rendered;
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.max(1, Math.round(width)), Math.max(1, Math.round(height))];
  return canvas;
}

/** WebKit writes no WebP and gives a PNG instead, which for a photograph is too large. */
async function blobOf(canvas: HTMLCanvasElement): Promise<Blob> {
  const as = (type: string): Promise<Blob | null> => new Promise((resolve) => { canvas.toBlob(resolve, type, QUALITY); });
  const webp = await as('image/webp'), picture = webp?.type === 'image/webp' ? webp : await as('image/jpeg');
  if (picture === null) throw new SlidesError('broken');
  return picture;
}

/** Fonts of some makers print 木 by the radical ⽊, which nobody finds by searching: compatibility forms become the letters that are meant. */
async function textOf(page: PDFPageProxy): Promise<string> {
  const { items } = await page.getTextContent().catch(() => ({ items: [] }));
  return items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('').normalize('NFKC').trim().slice(0, MOST_TEXT);
}

async function aboutOf(document: PDFDocumentProxy, page: PDFPageProxy, viewport: PageViewport): Promise<{ notes: string; links: readonly PageLink[] }> {
  const annotations = (await page.getAnnotations().catch(() => [])) as readonly Annotation[], links: PageLink[] = [];
  for (const { subtype, rect, url, dest } of annotations) {
    if (subtype !== 'Link' || rect?.length !== 4 || links.length >= MOST_LINKS) continue;
    const to = url !== undefined ? { url } : await pageOf(document, dest);
    if (to !== null) links.push({ ...placeOf(rect, viewport), ...to });
  }
  const notes = annotations.filter(({ subtype }) => subtype === 'Text').map(({ contentsObj }) => contentsObj?.str ?? '').filter((note) => note !== '').join('\n');
  return { notes: notes.slice(0, MOST_TEXT), links };
}

async function pageOf(document: PDFDocumentProxy, dest: Annotation['dest']): Promise<{ page: number } | null> {
  try {
    const target = typeof dest === 'string' ? await document.getDestination(dest) : dest;
    const first: unknown = target?.[0];
    if (typeof first === 'number') return { page: first };
    return first !== null && typeof first === 'object' ? { page: await document.getPageIndex(first as Parameters<PDFDocumentProxy['getPageIndex']>[0]) } : null;
  } catch {
    return null; // a link that leads nowhere
  }
}

function placeOf(rect: readonly number[], viewport: PageViewport): { x: number; y: number; width: number; height: number } {
  const [ax, ay] = viewport.convertToViewportPoint(rect[0], rect[1]) as [number, number], [bx, by] = viewport.convertToViewportPoint(rect[2], rect[3]) as [number, number];
  const share = (value: number, of: number): number => Math.min(1, Math.max(0, value / of));
  const [left, right] = [share(Math.min(ax, bx), viewport.width), share(Math.max(ax, bx), viewport.width)];
  const [top, bottom] = [share(Math.min(ay, by), viewport.height), share(Math.max(ay, by), viewport.height)];
  return { x: left, y: top, width: right - left, height: bottom - top };
}
