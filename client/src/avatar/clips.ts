// Bakes the kit's clips into a texture of bone poses, and reads poses back where the program itself needs them.
import { AnimationMixer, DataTexture, FloatType, Quaternion, RGBAFormat, Vector3, type AnimationClip, type Bone, type Object3D } from 'three';

export const FRAMES_A_SECOND = 24;

/** What kit.json says of a clip. */
export interface ClipInfo {
  readonly name: string;
  readonly seconds: number;
  /** Length on the beat clock; such a clip keeps time with everyone else's. */
  readonly beats?: number;
  /** Of walk and run: how far one cycle carries. */
  readonly metresPerCycle?: number;
  readonly loop?: boolean;
}

/** A baked clip: rows first to first + frames of the texture, both included; the last one repeats the first of a loop. */
export interface Clip extends ClipInfo {
  readonly first: number;
  readonly frames: number;
}

/** All poses of the kit. Row 0 is the bind pose; two texels a bone: rotation from the bind pose (quaternion), position in metres. */
export class Poses {
  readonly texture: DataTexture;
  readonly clips: readonly Clip[];
  private readonly data: Float32Array<ArrayBuffer>;
  private readonly stride: number;
  private readonly indices = new Map<string, number>();

  constructor(root: Object3D, bones: readonly Bone[], animations: readonly AnimationClip[], infos: readonly ClipInfo[]) {
    const clips: Clip[] = [];
    let rows = 1;
    for (const animation of animations) {
      const info = infos.find((each) => each.name === animation.name);
      const frames = Math.max(1, Math.round(animation.duration * FRAMES_A_SECOND));
      this.indices.set(animation.name, clips.length);
      clips.push({ seconds: animation.duration, ...info, name: animation.name, first: rows, frames });
      rows += frames + 1;
    }
    this.clips = clips;
    this.stride = bones.length * 8;
    this.data = new Float32Array(this.stride * (rows + 1));
    const sampler = new PoseSampler(bones, this.data, this.stride);
    sampler.sample(0);
    const mixer = new AnimationMixer(root);
    animations.forEach((animation, i) => {
      const action = mixer.clipAction(animation).play();
      const { first, frames } = clips[i];
      for (let frame = 0; frame <= frames; frame++) {
        // Just before the end, because a looping action shows its beginning at the end.
        mixer.setTime(Math.min((animation.duration * frame) / frames, animation.duration - 1e-4));
        sampler.sample(first + frame);
      }
      action.stop();
      mixer.uncacheAction(animation);
    });
    this.data.copyWithin(this.stride * rows, this.stride * (rows - 1), this.stride * rows); // a row to interpolate towards after the last
    this.texture = new DataTexture(this.data, bones.length * 2, rows + 1, RGBAFormat, FloatType);
    this.texture.needsUpdate = true;
  }

  /** Index of a clip; the first clip where the kit has none of that name. */
  indexOf(name: string): number {
    return this.indices.get(name) ?? 0;
  }

  has(name: string): boolean {
    return this.indices.has(name);
  }

  /** Where a point of the bind pose is at a frame, in model space. */
  follow(bone: number, frame: number, point: Vector3, out: Vector3): Vector3 {
    const at = this.stride * Math.floor(frame) + bone * 8, d = this.data, b = bone * 8 + 4;
    rotation.set(d[at], d[at + 1], d[at + 2], d[at + 3]);
    out.set(point.x - d[b], point.y - d[b + 1], point.z - d[b + 2]).applyQuaternion(rotation);
    out.x += d[at + 4];
    out.y += d[at + 5];
    out.z += d[at + 6];
    return out;
  }
}

const rotation = new Quaternion();

/** Writes the pose that the bones have now into rows of the pose data. */
class PoseSampler {
  private readonly bindInverse: Quaternion[];
  private readonly position = new Vector3();
  private readonly rotation = new Quaternion();
  private readonly scale = new Vector3();

  constructor(private readonly bones: readonly Bone[], private readonly data: Float32Array, private readonly stride: number) {
    bones[0].updateWorldMatrix(true, true);
    this.bindInverse = bones.map((bone) => bone.getWorldQuaternion(new Quaternion()).invert());
  }

  sample(row: number): void {
    this.bones[0].updateMatrixWorld(true);
    this.bones.forEach((bone, i) => {
      bone.matrixWorld.decompose(this.position, this.rotation, this.scale);
      this.rotation.multiply(this.bindInverse[i]);
      this.rotation.toArray(this.data, row * this.stride + i * 8);
      this.position.toArray(this.data, row * this.stride + i * 8 + 4);
    });
  }
}
