import { AnimationClip, Bone, BufferAttribute, BufferGeometry, Group, Matrix4, Quaternion, QuaternionKeyframeTrack, Skeleton, SkinnedMesh, Vector3 } from 'three';
import { beforeAll, describe, expect, it } from 'vitest';
import { DrawList, entryOf } from '../src/avatar/draw-list';
import { BONES, HEAD, Kit, RIGHT_HAND } from '../src/avatar/kit';

/** A kit of single triangles, its joints in another order than ours, as a glTF may have them. */
function tinyKit(): Kit {
  const scene = new Group(), bones = BONES.map((name, i) => {
    const bone = new Bone();
    bone.name = name;
    bone.position.set(i === 0 ? 0 : 0.1, i === 0 ? 0.9 : 0, 0);
    return bone;
  });
  for (let i = 1; i < bones.length; i++) bones[0].add(bones[i]);
  scene.add(bones[0]);
  const skeleton = new Skeleton([...bones].reverse());
  for (const name of ['body.tee.0.lod0', 'body.tee.0.lod1', 'head.0.lod0', 'stick.lod0']) {
    const geometry = new BufferGeometry();
    const attribute = (size: number, fill: number, kind: 'float' | 'byte' = 'float') =>
      new BufferAttribute(kind === 'byte' ? new Uint8Array(3 * size).fill(fill) : new Float32Array(3 * size).fill(fill), size);
    geometry.setAttribute('position', attribute(3, 0.5));
    geometry.setAttribute('normal', attribute(3, 1));
    geometry.setAttribute('skinIndex', attribute(4, 0, 'byte'));
    geometry.setAttribute('skinWeight', attribute(4, 0.25));
    geometry.setAttribute('_slot', attribute(4, 9, 'byte'));
    const mesh = new SkinnedMesh(geometry);
    mesh.name = name.replaceAll('.', '');
    mesh.userData.name = name;
    mesh.bind(skeleton, new Matrix4());
    scene.add(mesh);
  }
  const quarter = new Quaternion().setFromAxisAngle(new Vector3(0, 1, 0), Math.PI / 2);
  const turn = new AnimationClip('turn', 1, [new QuaternionKeyframeTrack('head.quaternion', [0, 1], [0, 0, 0, 1, ...quarter.toArray()])]);
  return new Kit({ scene: scene, animations: [turn] }, { clips: [{ name: 'turn', seconds: 1, beats: 2 }] });
}

let kit: Kit;
beforeAll(() => { kit = tinyKit(); });

describe('Kit', () => {
  it('finds parts by the names in the file, whatever the loader made of them', () => {
    expect(['body.tee.0', 'head.0', 'stick', 'hair.bob'].map((name) => kit.partIndex(name))).toEqual([0, 1, 2, -1]);
    expect(kit.range(0, 1)).toEqual({ start: 3, count: 3 });
    expect(kit.range(1, 1)).toBeUndefined();
    expect(kit.stick).toBe(2);
  });

  it('maps the joints of a skin to its own bones', () => {
    expect(kit.geometry.getAttribute('aBone').getX(0)).toBe(BONES.length - 1);
  });

  it('bakes clips as rotations about the joints', () => {
    const clip = kit.poses.clips[0], out = new Vector3();
    expect(clip).toMatchObject({ name: 'turn', beats: 2, first: 1, frames: 24 });
    const ahead = new Vector3(0.1, 0.9, 0.2);
    expect(kit.poses.follow(HEAD, 0, ahead, out).distanceTo(ahead)).toBeLessThan(1e-6);
    kit.poses.follow(HEAD, clip.first + clip.frames, ahead, out);
    expect(out.distanceTo(new Vector3(0.3, 0.9, 0))).toBeLessThan(1e-3);
    expect(kit.poses.follow(RIGHT_HAND, clip.first + 12, ahead, out).distanceTo(ahead)).toBeLessThan(1e-6);
  });
});

describe('DrawList', () => {
  it('draws a part once for all who wear it, and nothing that a detail lacks', () => {
    const list = new DrawList(kit, 256), people = [[0, 1], [0, 1], [0, 2]];
    list.begin();
    for (const parts of people) for (const part of parts) list.count(0, part);
    list.count(1, 0);
    list.count(1, 1);
    list.layout();
    people.forEach((parts, row) => parts.forEach((part) => list.place(0, part, entryOf(row, 1, false))));
    list.place(1, 0, entryOf(2, 0.5, true));
    list.place(1, 1, entryOf(2, 0.5, true));
    expect(Array.from(list.drawCounts)).toEqual([3, 1, 0]);
    expect(Array.from(list.instances[0].subarray(0, 3))).toEqual([3, 2, 1]);
    expect(Array.from(list.offsets[0].subarray(0, 3))).toEqual([0, 24, 36]);
    expect(Array.from(list.triangles)).toEqual([6, 1, 0]);
    const data = list.texture.image.data as unknown as Uint32Array, base = data[0];
    expect(Array.from(data.subarray(base, base + 6)).map((entry) => entry & 4095)).toEqual([0, 1, 2, 0, 1, 2]);
    expect(data[base + 6] >> 20).toBe(1);
  });
});
