// Everybody in view as instances on the GPU, written once a frame and read by several layers: cards, contact shadows, glow of sticks.
import { DataTexture, DynamicDrawUsage, FloatType, InstancedBufferAttribute, InstancedBufferGeometry, Mesh, PlaneGeometry, RGBAFormat, type ShaderMaterial } from 'three';
import type { Clip } from '../avatar/clips';

const STICK = 256, SEATED = 512, THICKNESS = 1024;
const RESTING = -1e-12; // a clip that is held where it begins

/** What the shaders know of clips (figure.glsl): for each one its first row in the poses, its frames, its first picture in the atlas, and its pictures. */
export function clipTable(clips: readonly Clip[], pictures: (clip: number) => readonly [first: number, count: number]): DataTexture {
  const table = new DataTexture(Float32Array.from(clips.flatMap(({ first, frames }, i) => [first, frames, ...pictures(i)])), clips.length, 1, RGBAFormat, FloatType);
  table.needsUpdate = true;
  return table;
}

/**
 * Twelve numbers a person (figure.glsl). The first ones are those with a card, so that layers may draw a part of all. Far away the shaders carry a clip on by
 * themselves, so nothing but its beginning need be known. Allocates nothing after construction.
 */
export class Figures {
  /** How many are written, and how many of them have a card. */
  count = 0;
  cards = 0;
  private readonly place: InstancedBufferAttribute;
  private readonly motion: InstancedBufferAttribute;
  private readonly self: InstancedBufferAttribute;
  private readonly layers: { readonly mesh: Mesh; readonly geometry: InstancedBufferGeometry; readonly ofCards: boolean }[] = [];

  constructor(capacity: number) {
    const attribute = (): InstancedBufferAttribute => new InstancedBufferAttribute(new Float32Array(capacity * 4), 4).setUsage(DynamicDrawUsage);
    [this.place, this.motion, this.self] = [attribute(), attribute(), attribute()];
  }

  /** A draw of one quad a person. @param ofCards Only those with a card; the quad then stands on its lower edge. */
  addLayer(material: ShaderMaterial, renderOrder: number, ofCards = false): Mesh {
    const quad = new PlaneGeometry(1, 1), geometry = new InstancedBufferGeometry();
    if (ofCards) quad.translate(0, 0.5, 0);
    geometry.index = quad.index;
    geometry.setAttribute('position', quad.getAttribute('position'));
    geometry.setAttribute('uv', quad.getAttribute('uv'));
    geometry.setAttribute('aPlace', this.place);
    geometry.setAttribute('aMotion', this.motion);
    geometry.setAttribute('aSelf', this.self);
    geometry.instanceCount = 0;
    const mesh = new Mesh(geometry, material);
    mesh.frustumCulled = false;
    mesh.renderOrder = renderOrder;
    this.layers.push({ mesh, geometry, ofCards });
    return mesh;
  }

  begin(): void {
    this.count = this.cards = 0;
  }

  /** No more cards follow. */
  endCards(): void {
    this.cards = this.count;
  }

  putPlace(x: number, y: number, z: number, yaw: number): void {
    const to = this.place.array, at = this.count * 4;
    to[at] = x;
    to[at + 1] = y;
    to[at + 2] = z;
    to[at + 3] = yaw;
  }

  /**
   * @param thickness Sticks about them, in eighths a square metre, or −1 for somebody who holds none.
   * @param begin Place in the clip at moment 0. @param rate How fast it changes; negative where the clip rests at its end.
   */
  putMotion(clip: number, isSeated: boolean, thickness: number, begin: number, rate: number, scale: number): void {
    const to = this.motion.array, at = this.count * 4;
    to[at] = clip + (isSeated ? SEATED : 0) + (thickness < 0 ? 0 : STICK + thickness * THICKNESS);
    to[at + 1] = begin;
    to[at + 2] = rate === 0 ? RESTING : rate;
    to[at + 3] = scale;
  }

  /** Ends a person. @param shown Share of the dither pattern that the card fills; below 0 it is 1 + shown that is left free. @param lift Metres over the floor. */
  putSelf(id: number, shown: number, lift: number, opacity: number): void {
    const to = this.self.array, at = this.count++ * 4;
    to[at] = id;
    to[at + 1] = shown;
    to[at + 2] = lift;
    to[at + 3] = opacity;
  }

  end(): void {
    for (const attribute of [this.place, this.motion, this.self]) {
      attribute.clearUpdateRanges();
      attribute.addUpdateRange(0, this.count * 4);
      attribute.needsUpdate = true;
    }
    for (const { mesh, geometry, ofCards } of this.layers) {
      geometry.instanceCount = ofCards ? this.cards : this.count;
      mesh.visible = geometry.instanceCount > 0;
    }
  }

  dispose(): void {
    for (const { mesh, geometry } of this.layers) {
      geometry.dispose();
      (mesh.material as ShaderMaterial).dispose();
    }
  }
}
