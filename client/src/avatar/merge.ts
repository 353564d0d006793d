// Puts every part of the kit into one set of vertex and index buffers, so that any mix of parts is drawn from one vertex array.
import { BufferAttribute, type BufferGeometry, type InterleavedBufferAttribute } from 'three';

type Attribute = BufferAttribute | InterleavedBufferAttribute;

/** Where a part lies in the shared index buffer. */
export interface PartRange {
  /** First index, and how many: three a triangle. */
  readonly start: number;
  readonly count: number;
}

/** The shared buffers while they are filled. Directions are signed bytes, bones and weights bytes: 44 bytes a vertex. */
export class MergedParts {
  readonly indices: Uint32Array;
  private readonly positions: Float32Array;
  private readonly normals: Int8Array;
  private readonly tangents: Int8Array;
  private readonly uvs: Float32Array;
  private readonly bones: Uint8Array;
  private readonly weights: Uint8Array;
  private readonly tints: Uint8Array;
  private readonly slots: Uint8Array;
  private vertex = 0;
  private index = 0;

  constructor(vertexCount: number, indexCount: number) {
    this.indices = new Uint32Array(indexCount);
    this.positions = new Float32Array(vertexCount * 3);
    this.normals = new Int8Array(vertexCount * 4);
    this.tangents = new Int8Array(vertexCount * 4);
    this.uvs = new Float32Array(vertexCount * 2);
    this.bones = new Uint8Array(vertexCount * 4);
    this.weights = new Uint8Array(vertexCount * 4);
    this.tints = new Uint8Array(vertexCount * 4);
    this.slots = new Uint8Array(vertexCount * 4);
  }

  /** Appends a part. boneOf maps the joints of its skin to bones of the kit. */
  add(part: BufferGeometry, boneOf: readonly number[]): PartRange {
    const position = part.getAttribute('position'), count = position.count, first = this.vertex;
    copy(position, this.positions, first, 3, 1);
    copy(part.getAttribute('normal'), this.normals, first, 4, 127, 3);
    copy(part.getAttribute('tangent'), this.tangents, first, 4, 127, 3);
    copy(part.getAttribute('uv'), this.uvs, first, 2, 1);
    copy(part.getAttribute('skinWeight'), this.weights, first, 4, 255);
    copy(part.getAttribute('color'), this.tints, first, 4, 255);
    copy(part.getAttribute('_slot'), this.slots, first, 4, 1);
    const joints = part.getAttribute('skinIndex');
    for (let i = 0; i < count; i++) {
      for (let k = 0; k < 4; k++) this.bones[(first + i) * 4 + k] = boneOf[joints.getComponent(i, k)] ?? 0;
    }
    const start = this.index, source = part.getIndex();
    const indexCount = source ? source.count : count;
    for (let i = 0; i < indexCount; i++) this.indices[this.index++] = first + (source ? source.getX(i) : i);
    this.vertex += count;
    return { start, count: indexCount };
  }

  attach(geometry: BufferGeometry): void {
    geometry.setIndex(new BufferAttribute(this.indices, 1));
    geometry.setAttribute('position', new BufferAttribute(this.positions, 3));
    geometry.setAttribute('normal', new BufferAttribute(this.normals, 4, true));
    geometry.setAttribute('uv', new BufferAttribute(this.uvs, 2));
    geometry.setAttribute('aTangent', new BufferAttribute(this.tangents, 4, true));
    geometry.setAttribute('aBone', new BufferAttribute(this.bones, 4));
    geometry.setAttribute('aWeight', new BufferAttribute(this.weights, 4, true));
    geometry.setAttribute('aTint', new BufferAttribute(this.tints, 4, true));
    geometry.setAttribute('aPart', new BufferAttribute(this.slots, 4));
  }
}

function copy(from: Attribute | undefined, to: Float32Array | Int8Array | Uint8Array, first: number, size: number, scale: number, components = size): void {
  if (!from) return;
  const n = Math.min(components, from.itemSize);
  for (let i = 0; i < from.count; i++) {
    for (let k = 0; k < n; k++) {
      const value = from.getComponent(i, k) * scale;
      to[(first + i) * size + k] = scale === 1 ? value : Math.round(value);
    }
  }
}
