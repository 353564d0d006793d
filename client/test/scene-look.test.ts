import { expect, test, vi } from 'vitest';
import { createPlainPlace } from '../src/scene/plain';
import { fetchScene, lookIn, makerOf } from '../src/scene/look';

/** A GLB file with this JSON and some binary data behind it. */
function glb(json: unknown, binary = 1000): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(json)), file = new Uint8Array(20 + text.length + 8 + binary), view = new DataView(file.buffer);
  view.setUint32(0, 0x46546c67, true);
  view.setUint32(4, 2, true);
  view.setUint32(8, file.length, true);
  view.setUint32(12, text.length, true);
  view.setUint32(16, 0x4e4f534a, true);
  file.set(text, 20);
  return file;
}
const declaring = (look: unknown): unknown => ({ asset: { version: '2.0' }, scenes: [{ extras: { kapok: { look } } }] });

test('a scene declares its look, whatever its file is called', async () => {
  expect(lookIn(glb(declaring('arena')), true)).toBe('arena');
  expect(lookIn(new TextEncoder().encode(JSON.stringify(declaring('forum'))), true)).toBe('forum');
  expect(lookIn(glb({ scene: 1, scenes: [{ extras: { kapok: { look: 'arena' } } }, {}] }), true), 'the scene that is shown says so').toBe(null);
  expect(await makerOf('arena')).not.toBe(createPlainPlace);
  expect(await makerOf('arena')).toBe((await import('../src/scene/arena/index')).make);
});

test('a scene without a look keeps its own materials', async () => {
  for (const scene of [{ scenes: [{ name: 'arena' }] }, { scenes: [] }, {}, [], null]) expect(lookIn(glb(scene), true)).toBe(null);
  for (const look of [null, undefined, 7, {}, '', 'nowhere', '..', '../arena', 'arena/index.ts?', '__proto__', 'post']) expect(await makerOf(look)).toBe(createPlainPlace);
});

test('what is no glTF declares nothing', () => {
  for (const text of ['', '{', 'glTF', 'x'.repeat(50)]) expect(lookIn(new TextEncoder().encode(text), true)).toBe(null);
  const file = glb(declaring('arena'));
  file[12] = 255;
  file[13] = 255;
  expect(lookIn(file, true)).toBe(null);
});

test('the look is known as soon as the beginning of the file is there', async () => {
  const file = glb(declaring('terrace'), 50_000);
  let send: ((part: Uint8Array) => void) | undefined, end: (() => void) | undefined;
  const body = new ReadableStream<Uint8Array>({ start(to) { [send, end] = [(part) => to.enqueue(part), () => to.close()]; } });
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body)));
  const { look, bytes } = fetchScene('/scenes/somewhere.glb');
  for (const at of [0, 10, 30]) send?.(file.slice(at, at === 0 ? 10 : at === 10 ? 30 : 2000));
  expect(await look).toBe('terrace');
  send?.(file.slice(2000));
  end?.();
  expect(new Uint8Array(await bytes)).toEqual(file);
  vi.unstubAllGlobals();
});

test('a scene that cannot be had fails, and so does its look', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status: 404, statusText: 'Not Found' })));
  const { look, bytes } = fetchScene('/scenes/none.glb');
  await expect(bytes).rejects.toThrow('/scenes/none.glb: 404');
  await expect(look).rejects.toThrow('404');
  vi.unstubAllGlobals();
});
