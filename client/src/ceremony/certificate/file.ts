import { makePdf } from './pdf';
import { ACROSS, DOWN, drawCertificate, type CertificateWords } from './paper';

const PIXELS = 3508; // of the longer side: 300 to the inch, as print has it
const QUALITY = 0.93;

/** Draws a certificate as large as a canvas is. @throws Error where the browser gives no canvas. */
export function paint(canvas: HTMLCanvasElement, words: CertificateWords): ReturnType<typeof drawCertificate> {
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('This browser gives no 2D canvas.');
  pen.setTransform(canvas.width / ACROSS, 0, 0, canvas.height / DOWN, 0, 0);
  return drawCertificate(pen, words);
}

/** A certificate as a file that can be printed. @throws Error where the browser cannot make a picture of that size. */
export async function certificateFile(canvas: HTMLCanvasElement, words: CertificateWords, at: Date): Promise<Blob> {
  [canvas.width, canvas.height] = [PIXELS, Math.round((PIXELS * DOWN) / ACROSS)];
  const { lines, code } = paint(canvas, words), { width, height } = canvas;
  const made = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
  [canvas.width, canvas.height] = [0, 0]; // 35 MB that a phone may want back at once
  if (made?.type !== 'image/jpeg') throw new Error('This browser made no picture.');
  const picture = new Uint8Array(await made.arrayBuffer());
  return new Blob([makePdf({
    picture, width, height, lines, at, link: { ...code, address: words.address }, title: `${words.heading} – ${words.name}`, author: words.organisation, language: words.language,
  })], { type: 'application/pdf' });
}
