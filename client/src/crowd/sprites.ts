// Quads with one instance a person: contact shadows, glow of sticks, impostors. Buffers are written in place each frame.
import { DynamicDrawUsage, InstancedBufferAttribute, InstancedBufferGeometry, Mesh, PlaneGeometry, type ShaderMaterial } from 'three';

/** An instanced quad whose attributes are filled from the start up to a count. Allocates nothing after construction. */
export class Sprites {
  readonly mesh: Mesh;
  count = 0;
  private readonly geometry = new InstancedBufferGeometry();
  private readonly attributes: InstancedBufferAttribute[] = [];

  constructor(private readonly capacity: number, layout: Readonly<Record<string, number>>, material: ShaderMaterial, bottomAligned = false) {
    const quad = new PlaneGeometry(1, 1);
    if (bottomAligned) quad.translate(0, 0.5, 0);
    this.geometry.index = quad.index;
    this.geometry.setAttribute('position', quad.getAttribute('position'));
    this.geometry.setAttribute('uv', quad.getAttribute('uv'));
    for (const [name, size] of Object.entries(layout)) {
      const attribute = new InstancedBufferAttribute(new Float32Array(capacity * size), size);
      attribute.setUsage(DynamicDrawUsage);
      this.geometry.setAttribute(name, attribute);
      this.attributes.push(attribute);
    }
    this.geometry.instanceCount = 0;
    this.mesh = new Mesh(this.geometry, material);
    this.mesh.frustumCulled = false;
  }

  /** Values of an attribute, in the order of the layout. */
  values(attribute: number): Float32Array {
    return this.attributes[attribute].array as Float32Array;
  }

  begin(): void {
    this.count = 0;
  }

  /** Takes the next instance; -1 when full. */
  next(): number {
    return this.count < this.capacity ? this.count++ : -1;
  }

  end(): void {
    this.geometry.instanceCount = this.count;
    this.mesh.visible = this.count > 0;
    for (const attribute of this.attributes) {
      attribute.clearUpdateRanges();
      attribute.addUpdateRange(0, this.count * attribute.itemSize);
      attribute.needsUpdate = true;
    }
  }

  dispose(): void {
    this.geometry.dispose();
    (this.mesh.material as ShaderMaterial).dispose();
  }
}
