// Which parts are drawn how often: one multi-draw a tier, however many looks are in it.
import { DataTexture, Mesh, RedIntegerFormat, UnsignedIntType, type ShaderMaterial, type WebGLRenderer } from 'three';
import { MAX_KIT_PARTS, type Kit } from './kit';
import { DETAILS } from './parts';

const WIDTH = 128;
/** An entry names a row of the people table and how much of the person shows: see person.vert.glsl. */
export const SHOWN = 255 << 12;
export function entryOf(row: number, fade: number, leaving: boolean): number {
  return row | (Math.round(Math.min(1, Math.max(0, fade)) * 255) << 12) | (leaving ? 1 << 20 : 0);
}

/**
 * Collects (tier, part, person) in two passes, counting first, so that people who share a part lie side by side: each part is one
 * sub-draw with as many instances as wear it. Tiers are the details of the kit. Nothing is allocated after construction.
 */
export class DrawList {
  readonly texture: DataTexture;
  readonly counts: Int32Array[] = [];
  readonly offsets: Int32Array[] = [];
  readonly instances: Int32Array[] = [];
  readonly drawCounts = new Int32Array(DETAILS);
  readonly triangles = new Int32Array(DETAILS);
  private readonly data: Uint32Array<ArrayBuffer>;
  private readonly wanted = new Int32Array(DETAILS * MAX_KIT_PARTS);
  private readonly cursor = new Int32Array(DETAILS * MAX_KIT_PARTS);

  constructor(private readonly kit: Kit, capacity: number) {
    const rows = Math.ceil((DETAILS * MAX_KIT_PARTS + capacity) / WIDTH);
    this.data = new Uint32Array(rows * WIDTH);
    this.texture = new DataTexture(this.data, WIDTH, rows, RedIntegerFormat, UnsignedIntType);
    this.texture.internalFormat = 'R32UI';
    for (let tier = 0; tier < DETAILS; tier++) {
      this.counts.push(new Int32Array(MAX_KIT_PARTS));
      this.offsets.push(new Int32Array(MAX_KIT_PARTS));
      this.instances.push(new Int32Array(MAX_KIT_PARTS));
    }
  }

  begin(): void {
    this.wanted.fill(0);
  }

  /** First pass. */
  count(tier: number, part: number): void {
    this.wanted[tier * MAX_KIT_PARTS + part]++;
  }

  /** Between the passes: lays the sub-draws out. */
  layout(): void {
    let next = DETAILS * MAX_KIT_PARTS;
    for (let tier = 0; tier < DETAILS; tier++) {
      let draw = 0, triangles = 0;
      for (let part = 0; part < MAX_KIT_PARTS; part++) {
        const key = tier * MAX_KIT_PARTS + part, people = this.wanted[key];
        const range = people > 0 ? this.kit.range(part, tier) : undefined;
        if (!range || next + people > this.data.length) {
          this.cursor[key] = -1;
          continue;
        }
        this.cursor[key] = next;
        this.data[tier * MAX_KIT_PARTS + draw] = next;
        this.counts[tier][draw] = range.count;
        this.offsets[tier][draw] = range.start * 4;
        this.instances[tier][draw] = people;
        triangles += (range.count / 3) * people;
        next += people;
        draw++;
      }
      this.drawCounts[tier] = draw;
      this.triangles[tier] = triangles;
    }
    this.texture.needsUpdate = true;
  }

  /** Second pass: the same calls as the first, with the entries. */
  place(tier: number, part: number, entry: number): void {
    const key = tier * MAX_KIT_PARTS + part;
    if (this.cursor[key] >= 0) this.data[this.cursor[key]++] = entry;
  }
}

/**
 * Draws one tier of a DrawList. three has no instanced multi-draw, so the mesh has no instances of its own and issues the call
 * itself once three has bound program, textures and vertex array. Without WEBGL_multi_draw each part is a call.
 */
export class PartsMesh extends Mesh {
  constructor(kit: Kit, material: ShaderMaterial, private readonly list: DrawList, private readonly tier: number) {
    super(kit.geometry, material);
    this.frustumCulled = false;
    this.onAfterRender = (renderer) => this.issue(renderer);
  }

  private issue(renderer: WebGLRenderer): void {
    const { list, tier } = this, draws = list.drawCounts[tier];
    if (draws === 0) return;
    const gl = renderer.getContext() as WebGL2RenderingContext, render = renderer.info.render;
    const { [tier]: counts } = list.counts, { [tier]: offsets } = list.offsets, { [tier]: instances } = list.instances;
    const extension = renderer.extensions.has('WEBGL_multi_draw') ? (renderer.extensions.get('WEBGL_multi_draw') as WEBGL_multi_draw | null) : null;
    render.triangles += list.triangles[tier];
    if (extension) {
      extension.multiDrawElementsInstancedWEBGL(gl.TRIANGLES, counts, 0, gl.UNSIGNED_INT, offsets, 0, instances, 0, draws);
      render.calls++;
      return;
    }
    const program = gl.getParameter(gl.CURRENT_PROGRAM) as WebGLProgram;
    const drawId = gl.getUniformLocation(program, 'uDrawId');
    for (let i = 0; i < draws; i++) {
      gl.uniform1i(drawId, i);
      gl.drawElementsInstanced(gl.TRIANGLES, counts[i], gl.UNSIGNED_INT, offsets[i], instances[i]);
    }
    render.calls += draws;
  }
}
