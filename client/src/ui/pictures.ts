import type { Look } from '../avatar/look';
import type { OptionPictures, Shot } from '../avatar/option-pictures';
import { shown } from '../slices';

const { picture } = shown;

interface Order { readonly canvas: HTMLCanvasElement; readonly look: Look; readonly shot: Shot }

const REST = 2; // times what a picture took: where a processor draws, the form stays quick

/** Draws little pictures one after the other while the page has nothing else to do, with one renderer for all, that is there as long as an editor is. */
class Pictures {
  private readonly orders = new Map<HTMLCanvasElement, Order>();
  private maker: Promise<OptionPictures> | null = null;
  private editors = 0;
  private isDrawing = false;

  /** An editor opens. @returns Its closing. */
  open(): () => void {
    this.editors++;
    return () => {
      if (--this.editors > 0) return;
      const maker = this.maker;
      this.maker = null;
      this.orders.clear();
      void maker?.then((pictures) => pictures.dispose(), () => undefined);
    };
  }

  /** Asks for a picture; a later one onto the same canvas takes its place. @returns Takes the order back. */
  order(canvas: HTMLCanvasElement, look: Look, shot: Shot): () => void {
    const order = { canvas, look, shot };
    this.orders.set(canvas, order);
    if (!this.isDrawing) void this.draw();
    return () => { if (this.orders.get(canvas) === order) this.orders.delete(canvas); };
  }

  private async draw(): Promise<void> {
    this.isDrawing = true;
    try {
      for (let rest = 0; this.orders.size > 0 && this.editors > 0;) {
        await pause(rest);
        const [order] = this.orders.values();
        if (order === undefined || !picture.draws.value) break;
        const pictures = await (this.maker ??= make());
        if (this.orders.get(order.canvas) !== order) continue;
        this.orders.delete(order.canvas);
        const began = performance.now();
        pictures.draw(order.look, order.shot, order.canvas);
        order.canvas.dataset.drawn = 'true';
        rest = REST * (performance.now() - began);
      }
    } catch (error) {
      // The words are there without the pictures.
      console.warn('the little pictures cannot be drawn', error);
      this.maker = null;
      this.orders.clear();
    } finally {
      this.isDrawing = false;
    }
  }
}

async function make(): Promise<OptionPictures> {
  const [{ OptionPictures }, { avatarKit }] = await Promise.all([import('../avatar/option-pictures'), import('../avatar/kit')]);
  return new OptionPictures(await avatarKit());
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const idle = (): void => {
      if ('requestIdleCallback' in window) window.requestIdleCallback(() => resolve(), { timeout: 400 });
      else setTimeout(resolve, 16);
    };
    if (ms > 4) setTimeout(idle, Math.min(ms, 500));
    else idle();
  });
}

export const pictures = new Pictures();
