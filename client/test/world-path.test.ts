import { describe, expect, it } from 'vitest';
import { Floor } from '../src/world/floor';
import { findPath } from '../src/world/path';
import { floorOf } from './floors';

describe('the floor', () => {
  it('is read from KFL1 and refuses anything else', () => {
    const bytes = new ArrayBuffer(20 + 8);
    const view = new DataView(bytes);
    [0x4b, 0x46, 0x4c, 0x31].forEach((value, index) => view.setUint8(index, value));
    view.setUint16(4, 2, true);
    view.setUint16(6, 2, true);
    view.setFloat32(8, 0.25, true);
    view.setFloat32(12, -1, true);
    view.setFloat32(16, 3, true);
    [64, -32768, 32, 0].forEach((height, index) => view.setInt16(20 + index * 2, height, true));
    const floor = Floor.parse(bytes);
    expect(floor?.heightAt(-0.9, 3.1)).toBe(1);
    expect(floor?.heightAt(-0.7, 3.1)).toBeNaN();
    expect(floor?.heightAt(-5, 3.1)).toBeNaN();
    expect(Floor.parse(bytes.slice(0, 22))).toBeNull();
    view.setUint8(0, 0);
    expect(Floor.parse(bytes)).toBeNull();
  });

  it('lets one step up 0.45 m and down anything', () => {
    const floor = floorOf(['0 4 9']); // tenths of a metre
    expect(floor.isStraight(0.1, 0.1, 0.35, 0.1)).toBe(true);
    expect(floor.isStraight(0.35, 0.1, 0.6, 0.1)).toBe(false);
    expect(floor.isStraight(0.6, 0.1, 0.1, 0.1)).toBe(true);
  });
});

describe('a path', () => {
  it('is the goal alone when the way is straight', () => {
    expect(findPath(floorOf(Array(3).fill('0 0 0 0')), { x: 0.1, z: 0.4 }, { x: 0.9, z: 0.4 })).toEqual([{ x: 0.9, z: 0.4 }]);
  });

  it('goes round a wall and every leg of it can be walked', () => {
    const floor = floorOf(['0 0 0 0 0', '0 X X X 0', '0 0 X 0 0', '0 0 X 0 0', '0 0 X 0 0']);
    const from = { x: 0.3, z: 0.9 };
    const path = findPath(floor, from, { x: 0.9, z: 0.9 });
    expect(path.at(-1)).toEqual({ x: 0.9, z: 0.9 });
    let at = from;
    for (const point of path) {
      expect(floor.isStraight(at.x, at.z, point.x, point.z)).toBe(true);
      at = point;
    }
  });

  it('is empty where there is none', () => {
    expect(findPath(floorOf(['0 X 0']), { x: 0.1, z: 0.1 }, { x: 0.6, z: 0.1 })).toEqual([]);
    expect(findPath(floorOf(['0 X 0']), { x: 0.1, z: 0.1 }, { x: 0.3, z: 0.1 })).toEqual([]);
  });
});
