import { createPlainPlace } from './plain';
import type { PlaceMaker } from './place';

/** Each look is a chunk of its own: nobody downloads the terrace's shaders to stand in the arena. */
const MAKERS = import.meta.glob<{ readonly make: PlaceMaker }>('./*/index.ts');

const GLB_MAGIC = 0x46546c67, JSON_CHUNK = 0x4e4f534a, HEAD_BYTES = 20;

/**
 * Which maker a scene asks for. The name of its file says nothing: somebody's own scene called *arena* is somebody's own.
 * @param look `extras.kapok.look` of the glTF scene, as it came from a stranger's file.
 * @returns The plain maker where there is no such look.
 */
export async function makerOf(look: unknown): Promise<PlaceMaker> {
  const path = typeof look === 'string' ? `./${look}/index.ts` : '';
  return Object.hasOwn(MAKERS, path) ? (await MAKERS[path]()).make : createPlainPlace;
}

/**
 * Reads a scene's look from the beginning of its file, so that the maker is loaded while the rest still comes.
 * @param head The first bytes of a GLB file, or all of a glTF one.
 * @returns `undefined` where more bytes are needed; `null` where the scene declares none or is no glTF: the loader says what is wrong with it.
 */
export function lookIn(head: Uint8Array, isWhole: boolean): unknown {
  if (head.length < HEAD_BYTES) return isWhole ? null : undefined;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength), isGlb = view.getUint32(0, true) === GLB_MAGIC;
  const end = isGlb ? HEAD_BYTES + view.getUint32(12, true) : head.length;
  if (isGlb && view.getUint32(16, true) !== JSON_CHUNK) return null;
  if (!isWhole && (!isGlb || head.length < end)) return undefined;
  try {
    const { scene = 0, scenes } = JSON.parse(new TextDecoder().decode(head.subarray(isGlb ? HEAD_BYTES : 0, end))) as GltfScenes;
    return scenes?.[scene]?.extras?.kapok?.look ?? null;
  } catch {
    return null;
  }
}

interface GltfScenes {
  readonly scene?: number;
  readonly scenes?: readonly ({ readonly extras?: { readonly kapok?: { readonly look?: unknown } | null } | null } | null)[];
}

/** A scene's file, and the look it declares as soon as that is known. */
export interface SceneFile {
  readonly bytes: Promise<ArrayBuffer>;
  readonly look: Promise<unknown>;
}

/** @throws Both promises fail where the file cannot be had. */
export function fetchScene(url: string): SceneFile {
  let tell: (look: unknown) => void = () => undefined;
  const look = new Promise<unknown>((resolve) => { tell = resolve; }), bytes = readAll(url, (head, isWhole) => {
    const found = lookIn(head, isWhole);
    if (found !== undefined) tell(found);
    return found !== undefined;
  });
  return { bytes, look: Promise.race([look, bytes.then(() => look)]) };
}

/** @param peek Asked with what is there so far until it says that it has seen enough; asked once more with the whole. */
async function readAll(url: string, peek: (head: Uint8Array, isWhole: boolean) => boolean): Promise<ArrayBuffer> {
  const response = await fetch(url);
  if (!response.ok || !response.body) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  const reader = response.body.getReader();
  let bytes = new Uint8Array(1 << 20), length = 0, hasSeen = false;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    if (length + part.value.length > bytes.length) {
      const larger = new Uint8Array(Math.max(bytes.length * 2, length + part.value.length));
      larger.set(bytes.subarray(0, length));
      bytes = larger;
    }
    bytes.set(part.value, length);
    length += part.value.length;
    hasSeen ||= peek(bytes.subarray(0, length), false);
  }
  if (!hasSeen) peek(bytes.subarray(0, length), true);
  return bytes.buffer.slice(0, length);
}
