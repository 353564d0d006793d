import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { photographName, photographSize, photographTurn } from '../src/ceremony/photograph';
import { PhotographSchema } from '../src/net/generated/kapok_pb';
import { CeremonyKind, CeremonyNowSchema } from '../src/net/generated/show_pb';
import { tilesOf } from '../src/picture/shoot';

const told = create(PhotographSchema, { id: 'one', startMs: 1000, shutterMs: 6000 });
const now = (kind: CeremonyKind) => create(CeremonyNowSchema, { step: { kind }, startMs: 1000 });

describe('a photograph', () => {
  it('is waited for, then taken once, and missed by a page that comes much too late', () => {
    const step = now(CeremonyKind.PHOTOGRAPH);
    expect(photographTurn(null, step, 2000, false)).toEqual({ kind: 'none' });
    expect(photographTurn(told, undefined, 900, false)).toEqual({ kind: 'wait', left: 6 }); // the step begins in a moment
    expect(photographTurn(told, step, 1000, false)).toEqual({ kind: 'wait', left: 5 });
    expect(photographTurn(told, step, 5999, false)).toEqual({ kind: 'wait', left: 1 });
    expect(photographTurn(told, step, 6000, false)).toEqual({ kind: 'shoot' });
    expect(photographTurn(told, undefined, 6100, false)).toEqual({ kind: 'shoot' }); // the next step has begun already
    expect(photographTurn(told, step, 6000, true)).toEqual({ kind: 'none' });
    expect(photographTurn(told, step, 60_000, false)).toEqual({ kind: 'missed' });
  });

  it('is called off with its step', () => {
    expect(photographTurn(told, undefined, 3000, false)).toEqual({ kind: 'off' });
    expect(photographTurn(told, now(CeremonyKind.GONG), 3000, false)).toEqual({ kind: 'off' });
  });

  it('is drawn in tiles that cover it once', () => {
    for (const isPhone of [true, false]) {
      const { width, height } = photographSize(isPhone), tiles = tilesOf(width, height);
      expect(tiles.reduce((sum, tile) => sum + tile.width * tile.height, 0)).toBe(width * height);
      for (const one of tiles) {
        expect(one.x + one.width).toBeLessThanOrEqual(width);
        expect(one.y + one.height).toBeLessThanOrEqual(height);
        expect(tiles.filter((other) => other.x === one.x && other.y === one.y)).toHaveLength(1);
      }
    }
    expect(tilesOf(2000, 1081).map(({ width, height }) => [width, height])).toEqual([[1920, 1080], [80, 1080], [1920, 1], [80, 1]]);
  });

  it('has a name that every disk takes', () => {
    const at = new Date(2026, 11, 1, 23, 59);
    expect(photographName('', at)).toBe('kapok-2026-12-01.jpg');
    expect(photographName('../All of us: 春/夜', at)).toBe('All-of-us-春-夜-2026-12-01.jpg');
    expect(photographName('x'.repeat(80), at)).toHaveLength(40 + '-2026-12-01.jpg'.length);
  });
});
