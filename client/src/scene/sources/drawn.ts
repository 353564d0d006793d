import type { ScreenSource } from '../screen';
import { BesidePicture } from './beside';
import { CountdownPicture, textPicture } from './cards';
import { DarkPicture } from './dark';
import { VisualiserPicture } from './visualiser';
import type { DrawnWish } from './wish';

/** A picture that is drawn here. @param aspect Width by height of the screen it is for. */
export function drawPicture(wish: DrawnWish, aspect: number): ScreenSource {
  switch (wish.kind) {
    case 'dark': return new DarkPicture();
    case 'text': return textPicture(wish.lines, wish.colour, wish.ground, aspect);
    case 'countdown': return new CountdownPicture(wish.untilMs, wish.title, aspect);
    case 'visualiser': return new VisualiserPicture(wish.style, aspect);
  }
}

/** Two pictures side by side. Both stay their owners'. */
export function drawPair(left: ScreenSource, right: ScreenSource, aspect: number): ScreenSource {
  return new BesidePicture(left, right, aspect);
}
