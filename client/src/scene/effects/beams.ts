import { BufferAttribute, Color, CylinderGeometry, DynamicDrawUsage, InstancedBufferAttribute, PlaneGeometry, Vector2 } from 'three';
import { mergeGeometries } from 'three/examples/jsm/utils/BufferGeometryUtils.js';
import { FEED_LAYER } from '../feed';
import type { FrameInfo } from '../place';
import { CALM, Move, type BeamFigure, type ShowState } from '../show';
import fragmentShader from './beams.frag.glsl';
import vertexShader from './beams.vert.glsl';
import { additive, everywhere, instanced, type Swarm, type Uniforms } from './geometry';

/** A moving lamp: where its lens is, and how far its light is seen, metres. */
export interface Lamp {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** Which row it hangs in: rows cross each other. */
  readonly row: number;
  readonly reach: number;
  /** Lamps of a crown lean away from this point instead. */
  readonly around?: { readonly x: number; readonly z: number };
  /** It stands on the ground and shines upwards. */
  readonly isUp?: boolean;
}

/** Where a lamp aims, radians from straight down (pitch towards −Z, roll towards +X), how bright it is, and which of the two colours it has. */
export interface Aim { pitch: number; roll: number; bright: number; colour: number }

const PAN = 0.55, SPREAD = 0.045, DOWN_AT_STAGE = 0.42, OVER_AUDIENCE = -0.72, NEUTRAL_TILT = 0.4;
const TURN_A_SECOND = 2.6, LONGEST_TURN = 0.5; // radians a head turns; seconds after which it is where it should be

/** All moving lamps of a place: cones of light with flares, one draw. */
export class Beams {
  readonly mesh: Swarm;
  private readonly aims: InstancedBufferAttribute;
  private readonly uniforms: { readonly uBeamA: { value: Color }; readonly uBeamB: { value: Color }; readonly uBeamHaze: { value: Vector2 } };
  private isAimed = false;
  private readonly before: Aim = { pitch: 0, roll: 0, bright: 0, colour: 0 };
  private readonly now: Aim = { pitch: 0, roll: 0, bright: 0, colour: 0 };

  /** @param shared Has uTime. @param haze How much the air shows of light, 1 in a hall full of haze. */
  constructor(private readonly lamps: readonly Lamp[], { uTime }: Uniforms, haze = 1) {
    const cone = new CylinderGeometry(0.12, 1.9, 1, 20, 1, true).translate(0, -0.5, 0), flare = new PlaneGeometry(2, 2).rotateX(-Math.PI / 2);
    for (const [part, value] of [[cone, 0], [flare, 1]] as const)
      part.setAttribute('aFlare', new BufferAttribute(new Float32Array(part.attributes.position.count).fill(value), 1));
    const geometry = instanced(mergeGeometries([cone, flare]), lamps.length);
    geometry.setAttribute('iLamp', new InstancedBufferAttribute(new Float32Array(lamps.flatMap(({ x, y, z, reach }) => [x, y, z, reach])), 4));
    this.aims = new InstancedBufferAttribute(new Float32Array(lamps.length * 4), 4).setUsage(DynamicDrawUsage);
    geometry.setAttribute('iAim', this.aims);
    this.uniforms = { uBeamA: { value: new Color() }, uBeamB: { value: new Color() }, uBeamHaze: { value: new Vector2(haze, 1) } };
    this.mesh = everywhere(geometry, additive(vertexShader, fragmentShader, { uTime, ...this.uniforms }), 4);
    this.mesh.layers.enable(FEED_LAYER);
  }

  /** Before each frame. @param gain Brightness besides the show's. */
  update({ show, reducedMotion, delta }: FrameInfo, gain = 1): void {
    const { beams } = show, { uBeamA, uBeamB } = this.uniforms, strength = beams.intensity * gain, wasOn = this.mesh.visible;
    this.mesh.visible = strength > 0.004;
    if (!this.mesh.visible) return;
    // A head turns so fast and no faster; one that was dark comes on where it is wanted.
    const step = this.isAimed && wasOn && delta < LONGEST_TURN ? delta * TURN_A_SECOND : Infinity;
    this.isAimed = true;
    uBeamA.value.copy(beams.primary).multiplyScalar(strength);
    uBeamB.value.copy(beams.secondary).multiplyScalar(strength);
    const to = this.aims.array as Float32Array, { before, now, lamps } = this;
    for (let i = 0; i < lamps.length; i++) {
      aimOf(beams.now, lamps[i], i, show, reducedMotion, now);
      if (beams.share < 1) {
        aimOf(beams.before, lamps[i], i, show, reducedMotion, before);
        const { share } = beams;
        now.pitch = before.pitch + (now.pitch - before.pitch) * share;
        now.roll = before.roll + (now.roll - before.roll) * share;
        now.bright = before.bright + (now.bright - before.bright) * share;
      }
      const isUp = lamps[i].isUp === true;
      to[i * 4] = turned(to[i * 4], isUp ? Math.PI - now.pitch : now.pitch, step);
      to[i * 4 + 1] = turned(to[i * 4 + 1], isUp ? -now.roll : now.roll, step);
      to[i * 4 + 2] = now.bright;
      to[i * 4 + 3] = now.colour;
    }
    this.aims.needsUpdate = true;
  }
}

function turned(from: number, to: number, step: number): number {
  return from + Math.min(step, Math.max(-step, to - from));
}

/** What a figure makes of a lamp at a moment: a function of the show alone. @param index Its number in the place. */
export function aimOf({ move, speed, pan, tilt, spread }: BeamFigure, lamp: Lamp, index: number, show: ShowState, reducedMotion: boolean, out: Aim): void {
  const { x, row } = lamp, t = show.motion * 0.55 * speed * (reducedMotion ? CALM : 1);
  // Half a spread of 1 is what rigs usually have: their lamps lean a little inwards.
  const steady = (tilt < NEUTRAL_TILT ? (1 - tilt / NEUTRAL_TILT) * DOWN_AT_STAGE : ((tilt - NEUTRAL_TILT) / (1 - NEUTRAL_TILT)) * OVER_AUDIENCE) + 0.22 * (row - 0.4) * 0.5;
  const across = pan * PAN - x * 0.012 + x * (spread - 0.5) * SPREAD;
  out.pitch = steady;
  out.roll = across;
  out.bright = 1;
  out.colour = (Math.floor(index / 3) + row) % 2;
  switch (move) {
    case Move.FAN: {
      const open = 0.5 + 0.5 * Math.sin(t * 1.7);
      out.roll = pan * PAN + x * (0.012 + spread * 0.05) * (open * 1.7 - 0.35);
      out.pitch += 0.16 * Math.sin(t * 0.85 + row * 1.6);
      break;
    }
    case Move.CIRCLE:
      out.pitch += 0.3 * Math.cos(t * 2 + index * 0.52);
      out.roll += 0.3 * Math.sin(t * 2 + index * 0.52);
      break;
    case Move.CHASE: {
      const run = 0.5 + 0.5 * Math.cos((x * 0.16 + row * 0.9 - t * 1.8) * (row % 2 === 0 ? 1 : -1));
      out.bright = reducedMotion ? 0.75 : 0.1 + 1.25 * run * run * run;
      break;
    }
    case Move.FLASH:
      out.bright = 0.12 + 1.2 * show.flash;
      break;
    case Move.STILL:
      break;
    default: { // a sweep: each row has a figure of its own
      out.pitch += Math.sin(t * 0.7 + x * 0.09 + row) * 0.4 + 0.11 * (row - 0.4);
      out.roll += Math.sin(t * 0.55 + x * 0.13 * (row - 0.5)) * 0.5;
      out.bright = 0.62 + 0.38 * Math.sin(show.motion * 1.9 + index * 1.7);
    }
  }
  if (lamp.around && move !== Move.STILL && move !== Move.FLASH) crown(lamp, lamp.around, t, out);
}

/** A crown around a round stage opens and closes. */
function crown({ x, z }: Lamp, around: { readonly x: number; readonly z: number }, t: number, out: Aim): void {
  const [dx, dz] = [x - around.x, z - around.z], length = Math.hypot(dx, dz) || 1, lean = 0.35 + 0.3 * Math.sin(t * 0.8);
  out.pitch = (-dz / length) * lean;
  out.roll = (dx / length) * lean;
}
