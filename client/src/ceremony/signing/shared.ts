import { shown } from '../../slices';
import { Board } from './board';
import { ACROSS } from './stroke';

const WIDTH = 2048, HEIGHT = 1024;

let made: { readonly board: Board; readonly canvas: HTMLCanvasElement } | null = null;

/** The wall of the room one is in and its picture: one for the panel and for the screens of the place. */
export function sharedBoard(): { readonly board: Board; readonly canvas: HTMLCanvasElement } {
  if (made !== null) return made;
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('This browser gives no 2D canvas.');
  pen.scale(WIDTH / ACROSS, WIDTH / ACROSS);
  const board = new Board(pen);
  shown.signing.told.follow((signed) => board.take(signed));
  return made = { board, canvas };
}
