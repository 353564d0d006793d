import { type Scene, type Texture, Vector2 } from 'three';
import type { FrameInfo } from '../place';
import { shareAcross, shareDown, type ScreenSource } from '../screen';
import fragmentShader from './beside.frag.glsl';
import { Painted } from './painted';

const WIDTH = 2048, PICTURES_A_SECOND = 30;
const LEAST_SHARE = 0.34; // of the width, for the narrower picture

/** Two pictures side by side, each whole, with the room that its shape asks for. */
export class BesidePicture implements ScreenSource {
  readonly kind = 'picture';
  private readonly uniforms;
  private readonly painted: Painted;
  private readonly wholeA: Whole;
  private readonly wholeB: Whole;

  /** @param left Owned by the caller; right likewise. */
  constructor(private readonly left: ScreenSource, private readonly right: ScreenSource, readonly aspect: number) {
    [this.wholeA, this.wholeB] = [new Whole(left), new Whole(right)];
    this.uniforms = {
      uLeft: { value: left.texture }, uRight: { value: right.texture }, uLeftFit: { value: new Vector2(1, 1) }, uRightFit: { value: new Vector2(1, 1) }, uSplit: { value: 0.5 },
    };
    this.painted = new Painted(WIDTH, Math.round(WIDTH / aspect), fragmentShader, this.uniforms, 1 / PICTURES_A_SECOND);
  }

  get texture(): Texture {
    return this.painted.target.texture;
  }

  /** What it is put together from. */
  get parts(): readonly ScreenSource[] {
    return [this.left, this.right];
  }

  update(frame: FrameInfo, scene: Scene | null): void {
    const { left, right, uniforms, aspect } = this;
    left.update(frame, scene);
    right.update(frame, scene);
    const split = Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, left.aspect / (left.aspect + right.aspect)));
    uniforms.uLeft.value = left.texture;
    uniforms.uRight.value = right.texture;
    uniforms.uSplit.value = split;
    uniforms.uLeftFit.value.set(shareAcross(this.wholeA, aspect * split), shareDown(this.wholeA, aspect * split));
    uniforms.uRightFit.value.set(shareAcross(this.wholeB, aspect * (1 - split)), shareDown(this.wholeB, aspect * (1 - split)));
    this.painted.paint(frame);
  }

  dispose(): void {
    this.painted.dispose();
  }
}

/** A source that is shown whole, whatever it asks for by itself. */
class Whole implements ScreenSource {
  readonly isWhole = true;
  constructor(private readonly source: ScreenSource) {}
  get kind() { return this.source.kind; }
  get texture() { return this.source.texture; }
  get aspect() { return this.source.aspect; }
  update(): void {}
  dispose(): void {}
}
