import type { ProvidedKind } from './registry';

/** A picture that is drawn here. */
export type DrawnWish =
  | { readonly kind: 'dark' }
  | { readonly kind: 'text'; readonly lines: readonly string[]; readonly colour: number; readonly ground: number }
  | { readonly kind: 'visualiser'; readonly style: number }
  | { readonly kind: 'countdown'; readonly untilMs: number; readonly title: string };

/** A picture that somebody wants on a screen: drawn here, of the place's stage camera, or from elsewhere. */
export type PictureWish = DrawnWish | { readonly kind: 'camera' } | { readonly kind: ProvidedKind; readonly id: string };

/** What is wanted on a screen: one picture, or two side by side; null is what the place shows by itself. */
export interface ScreenWish {
  readonly picture: PictureWish | null;
  readonly beside: PictureWish | null;
}

/** Says the same for wishes that the same source fulfils. @param aspect Of the screen, which some pictures are made for. */
export function keyOf(wish: PictureWish, aspect: number): string {
  switch (wish.kind) {
    case 'dark': case 'camera': return wish.kind;
    case 'text': case 'visualiser': case 'countdown': return `${JSON.stringify(wish)} ${aspect.toFixed(2)}`;
    default: return `${wish.kind} ${wish.id}`;
  }
}
