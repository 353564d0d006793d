// A photograph of the place, from a camera of its own: larger than the window, in tiles, so that no graphics card needs more memory than for a window.
import { PerspectiveCamera } from 'three';
import type { View } from './view';

/** From where, in metres, and how wide. */
export interface PhotographCamera {
  readonly eye: readonly [number, number, number];
  readonly target: readonly [number, number, number];
  /** Of view, upright. */
  readonly degrees: number;
}

/** The moment that is drawn. */
export interface Moment { readonly roomMs: number; readonly beatMs: number; readonly calm: boolean }

const TILE = { width: 1920, height: 1080 };
const MARGIN = 96; // pixels about a tile that are drawn and cut off, where light blooms over its edge
const CLOSER = 0.4; // people are drawn as fully as at that share of their distance
const FULLY: readonly [number, number, number] = [64, 340, 400];
const QUALITY = 0.92;

/** Tiles of a picture, from the upper left corner. */
export function tilesOf(width: number, height: number): readonly { readonly x: number; readonly y: number; readonly width: number; readonly height: number }[] {
  const tiles = [];
  for (let y = 0; y < height; y += TILE.height) {
    for (let x = 0; x < width; x += TILE.width) tiles.push({ x, y, width: Math.min(TILE.width, width - x), height: Math.min(TILE.height, height - y) });
  }
  return tiles;
}

/** Draws a photograph, at once: nothing moves meanwhile, and the window shows what it showed. @throws Where the page has no memory for it. */
export function shoot(view: View, { eye, target, degrees }: PhotographCamera, { roomMs, beatMs, calm }: Moment, width: number, height: number): HTMLCanvasElement {
  const picture = document.createElement('canvas'), { place, crowd, renderer, post, quality } = view, paint = picture.getContext('2d');
  [picture.width, picture.height] = [width, height];
  if (place === null || crowd === null || paint === null) throw new Error('There is nothing to take a photograph of.');
  const camera = new PerspectiveCamera(degrees, width / height, 0.3, 600), margin = quality.post ? MARGIN : 0, rings = view.rings.mesh.visible;
  camera.position.set(...eye);
  camera.lookAt(...target);
  camera.updateMatrixWorld();
  view.showGoal(null, null);
  view.rings.mesh.visible = false;
  post.setPlace({ ...place.post, vignette: 0 }); // of a tile it would darken the edges
  renderer.setPixelRatio(1);
  const { self } = crowd;
  try {
    crowd.self = -1;
    crowd.setQuality({ ...quality, quota: FULLY });
    crowd.lookCloser(CLOSER);
    for (let i = 0; i < 2; i++) crowd.update(camera, roomMs, beatMs, 1, calm); // the second one ends the fades that the first began
    let size = '';
    for (const tile of tilesOf(width, height)) {
      const across = tile.width + 2 * margin, down = tile.height + 2 * margin;
      if (size !== `${across} ${down}`) {
        renderer.setSize(across, down, false);
        post.setSize();
        size = `${across} ${down}`;
      }
      camera.setViewOffset(width, height, tile.x - margin, tile.y - margin, across, down);
      view.draw(roomMs / 1000, roomMs / beatMs, 0, calm, camera);
      paint.drawImage(renderer.domElement, margin, margin, tile.width, tile.height, tile.x, tile.y, tile.width, tile.height);
    }
  } finally {
    crowd.self = self;
    crowd.setQuality(quality);
    crowd.lookCloser(1);
    post.setPlace(place.post);
    view.rings.mesh.visible = rings;
    view.fit();
    // The window's own picture again, or it would be black until its next frame.
    for (let i = 0; i < 2; i++) crowd.update(view.orbit.camera, roomMs, beatMs, 1, calm);
    view.draw(roomMs / 1000, roomMs / beatMs, 0, calm);
  }
  return picture;
}

/** A photograph as a file. @throws Where the browser writes none. */
export function encode(picture: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    picture.toBlob((blob) => (blob === null ? reject(new Error('No JPEG was written.')) : resolve(blob)), 'image/jpeg', QUALITY);
  });
}
