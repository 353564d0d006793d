const MOST = 180; // of a tag, which is cut there (hud.css)
const PADDING = 20;

/**
 * How wide the tag of a name is, in CSS pixels at full size: a little too wide rather than too narrow, since tags must not cover each other. From a table and not
 * from a canvas: it is asked for each name in each frame.
 */
export function tagWidth(name: string): number {
  let width = PADDING;
  for (let i = 0; i < name.length && width < MOST; i++) width += letterWidth(name.charCodeAt(i));
  return Math.min(MOST, width);
}

/** Of a letter at 13 pixels, semibold, by its UTF-16 unit. */
function letterWidth(unit: number): number {
  if (unit >= 0x2e80) return 14; // ideographs; half of an emoji is as wide
  if (unit === 0x57 || unit === 0x4d || unit === 0x40 || unit === 0x25) return 14; // W M @ %
  if (unit === 0x77 || unit === 0x6d) return 12.5; // w m
  return unit >= 0x41 && unit <= 0x5a ? 9.5 : 7.8;
}
