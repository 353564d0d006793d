import { signal } from '@preact/signals';
import type { RoleName } from './people';

/** What is drawn, and where. Owned by picture/; the two layers by the components that give them. */

/** A name over a head: screen pixels, already free of overlaps. Reused from frame to frame. */
export interface Tag {
  id: number;
  name: string;
  x: number;
  y: number;
  opacity: number;
  scale: number;
  role: RoleName;
  away: boolean;
  /** Their voice is heard now. */
  speaking: boolean;
  /** What was just said; empty for nothing. */
  bubble: string;
  bubbleOpacity: number;
}

/** A place in the picture, in CSS pixels; hidden where opacity is 0. */
export interface LockSign { x: number; y: number; opacity: number }

/** Draws the first `count` of some signs over the picture. */
export interface Layer<T> { draw(signs: readonly T[], count: number): void }

export interface MapView {
  /** Extent of the floor, metres. */
  minX: number; minZ: number; maxX: number; maxZ: number;
  /** Picture of the floor, made once for each room, −Z up, and of the crowd on it. */
  floor: HTMLCanvasElement;
  crowd: HTMLCanvasElement;
  me: { x: number; z: number; yaw: number };
  /** Those one follows. */
  friends: readonly { x: number; z: number }[];
  portals: readonly { x: number; z: number; title: string }[];
}

export function pictureSlice() {
  return {
    /** The place is drawn behind the entry page. */
    backdrop: signal(false),
    /** Whether the 3D picture is there; the graphics card may take it away for a while, or for good. */
    picture: signal<'shown' | 'restoring' | 'gone'>('shown'),
    /** Whether 3D pictures are drawn; everything else goes on without them. `?draw=off` begins without. */
    draws: signal(true),
    fps: signal(0),
    /** Where names are drawn, while they are. */
    tagLayer: signal<Layer<Tag> | null>(null),
    /** Where locks over private tables are drawn. */
    lockLayer: signal<Layer<LockSign> | null>(null),
    map: signal<MapView | null>(null),
  };
}
