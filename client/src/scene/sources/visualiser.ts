import { Color, type Texture } from 'three';
import type { FrameInfo } from '../place';
import type { ScreenSource } from '../screen';
import { Painted } from './painted';
import fragmentShader from './visualiser.frag.glsl';

const WIDTH = 1024, PICTURES_A_SECOND = 30;

/** Light that moves to what is heard, in the show's colours: bars, rings or flow. Without anything heard it moves on the beat. */
export class VisualiserPicture implements ScreenSource {
  readonly kind = 'visualiser';
  private readonly uniforms = {
    uStyle: { value: 0 }, uMotion: { value: 0 }, uBeatNow: { value: 0 }, uLoud: { value: 0 }, uAspect: { value: 1 },
    uPrimary: { value: new Color() }, uSecondary: { value: new Color() },
  };
  private readonly painted: Painted;

  /** @param style 0 bars, 1 rings, 2 flow; any other counts on from there. */
  constructor(style: number, readonly aspect: number) {
    this.uniforms.uStyle.value = style % 3;
    this.uniforms.uAspect.value = aspect;
    this.painted = new Painted(Math.round(Math.min(WIDTH, WIDTH * aspect)), Math.round(Math.min(WIDTH, WIDTH / aspect)), fragmentShader, this.uniforms, 1 / PICTURES_A_SECOND);
  }

  get texture(): Texture {
    return this.painted.target.texture;
  }

  update(frame: FrameInfo): void {
    const { uniforms } = this, { show } = frame;
    uniforms.uMotion.value = show.motion % 3600;
    uniforms.uBeatNow.value = show.beat % 4096;
    // Whoever asked for less movement sees it breathe with the show alone.
    uniforms.uLoud.value = (frame.reducedMotion ? undefined : frame.loudness) ?? 0.35 + 0.4 * show.pulse;
    uniforms.uPrimary.value.copy(show.primary);
    uniforms.uSecondary.value.copy(show.secondary);
    this.painted.paint(frame);
  }

  dispose(): void {
    this.painted.dispose();
  }
}
