// The people drawn as meshes this frame, on the GPU: four texels a person, read by row (person.vert.glsl).
import { DataTexture, FloatType, RGBAFormat } from 'three';

const ROWS_A_LINE = 16;
export const PERSON_FLOATS = 16;

/**
 * Rewritten every frame. Floats of a row: x, y, z, yaw; frame, frame that fades out, share of the latter, scale;
 * opacity, look slot, mouth, seed; joy, gaze x, gaze y, unused.
 */
export class PeopleTable {
  readonly texture: DataTexture;
  readonly data: Float32Array<ArrayBuffer>;
  readonly capacity: number;

  constructor(capacity: number) {
    const lines = Math.ceil(capacity / ROWS_A_LINE);
    this.capacity = lines * ROWS_A_LINE;
    this.data = new Float32Array(this.capacity * PERSON_FLOATS);
    this.texture = new DataTexture(this.data, ROWS_A_LINE * 4, lines, RGBAFormat, FloatType);
    this.texture.needsUpdate = true;
  }
}
