import type { Vector3 } from 'three';

/** Where in a place effects happen, metres. */
export interface EffectSite {
  /** The stage's front: half its width, the height of its deck, and its z. It faces +Z. */
  readonly edge: { readonly half: number; readonly y: number; readonly z: number };
  /** The audience: the middle of its floor, and half its extent. */
  readonly crowd: { readonly x: number; readonly z: number; readonly halfX: number; readonly halfZ: number };
  /** From where confetti falls, and where lanterns go out. */
  readonly top: number;
  readonly lanternTop: number;
  /** Where fireworks burst, half the extent of that, and how large they are. */
  readonly sky: Vector3;
  readonly skySpread: Vector3;
  readonly burst: number;
  /** 0 a dark hall .. 1 daylight: what glows has to be brighter. */
  readonly day: number;
  /** The angle about the stage's middle, radians, over which the sectors of the audience lie. */
  readonly sectors: number;
  /** Whether what the place's own show lets fall (confetti) falls here. */
  readonly hasAmbient: boolean;
  /** How far a wave of light runs. */
  readonly reach: number;
}
