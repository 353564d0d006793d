import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cutText } from '../src/net/text';

interface Cutting { readonly raw: string; readonly most: number; readonly cut: string }

const vectors = JSON.parse(readFileSync(join(import.meta.dirname, '../../tests/vectors/text-cut.json'), 'utf8')) as Cutting[];

describe('a text that is too long', () => {
  it.each(vectors.map((vector) => [vector.raw, vector.most, vector.cut] as const))('%s is cut at %i units as the server cuts it', (raw, most, cut) => {
    expect(cutText(raw, most)).toBe(cut);
  });
});
