// A page for looking at a place without a server:
// harness.html?place=arena&cam=0,7.5,22,0,6.2,-40,58&t=3.3&quality=laptop&people=300&calm=0&title=Kapok%20Opening%20Night&run=0&sticks=0.7
// What a cue does is shown by window.play, or by ?actions= with a JSON array of ShowAction (proto/show.proto) that was played at ?at= seconds.
import { create, fromJson, type JsonValue } from '@bufbuild/protobuf';
import { PerspectiveCamera, Scene, type Vector3, WebGLRenderer } from 'three';
import { ShowActionSchema, ShowCueSchema, ShowStateSchema } from './net/generated/show_pb';
import { loadPlace } from './scene/loader';
import type { FrameInfo, Place } from './scene/place';
import { Post } from './scene/post';
import { QUALITIES, type Quality } from './scene/quality';
import { ScreenSources } from './scene/sources/registry';
import { ImagePicture } from './scene/sources/image';
import { loadFired } from './scene/effects/stage-effects';
import { loadDrawn } from './scene/sources/shown';
import { CueShow } from './show/cue-show';
import { ShowScreens } from './show/screens';
import { Timeline } from './show/timeline';

/** What the crowd's demo gives: people put into a place, drawn by the same crowd as in the product. */
interface DemoCrowd { update(frame: FrameInfo): void; readonly crowd: { placeOf(person: number, out: Vector3): boolean } }
type Populate = (scene: Scene, place: Place, renderer: WebGLRenderer, quality: Quality, count: number, placeId: string, sticks?: number) => Promise<DemoCrowd> | DemoCrowd;

declare global {
  interface Window {
    stats?: { calls: number; triangles: number; geometries: number; textures: number; programs: number; loadMs: number };
    /** Draws one frame at a room time, from a camera where one is given. */
    frame?: (time: number, cam?: readonly number[]) => void;
    /** Plays what a cue does, given as JSON of ShowAction (proto/show.proto), at a room time in seconds; without any the place shows its own again. */
    play?: (actions: readonly JsonValue[], atSeconds: number) => void;
  }
}

const BEATS_PER_SECOND = 2;
const query = new URLSearchParams(location.search);
const number = (name: string, otherwise: number) => Number(query.get(name) ?? otherwise);
const id = query.get('place') ?? 'arena';
const quality = QUALITIES[(query.get('quality') ?? 'laptop') as Quality['name']];

const renderer = new WebGLRenderer({ antialias: !quality.post, preserveDrawingBuffer: true });
renderer.setPixelRatio(Math.min(devicePixelRatio, quality.maxPixelRatio));
renderer.setSize(innerWidth, innerHeight);
renderer.info.autoReset = false;
renderer.debug.onShaderError = (gl, _program, vertex, fragment) =>
  console.error(gl.getShaderInfoLog(vertex) ?? '', gl.getShaderInfoLog(fragment) ?? '');
document.body.append(renderer.domElement);

const camera = new PerspectiveCamera(55, innerWidth / innerHeight, 0.1, 600);
function look(cam: readonly number[]): void {
  camera.position.set(cam[0], cam[1], cam[2]);
  camera.lookAt(cam[3], cam[4], cam[5]);
  camera.fov = cam[6] ?? 55;
  camera.updateProjectionMatrix();
  camera.updateMatrixWorld();
}

async function start(): Promise<void> {
  const began = performance.now();
  const place = await loadPlace(`/assets/scenes/${id}.glb`, renderer, quality);
  const loadMs = Math.round(performance.now() - began);
  const scene = new Scene();
  scene.add(place.root);
  place.setTitle?.((query.get('title') ?? 'Kapok Opening Night').split('|'));
  const crowd = number('people', 0) > 0 ? await populate(scene, place) : null;
  const post = new Post(renderer, quality);
  post.setPlace(place.post);
  look((query.get('cam') ?? '0,3,12,0,1.5,0,55').split(',').map(Number));

  await Promise.all([loadDrawn(), loadFired()]);
  const timeline = new Timeline(), sources = new ScreenSources(), show = new CueShow((roomMs) => timeline.at(roomMs)), screens = new ShowScreens(place, sources);
  sources.provide('picture', (address) => new ImagePicture(address));
  const placeOf = (person: number, out: Vector3) => crowd?.crowd.placeOf(person, out) ?? false;
  let revision = 0n;
  window.play = (actions, atSeconds) => {
    revision++;
    if (actions.length === 0) timeline.take(create(ShowStateSchema, { revision }));
    else timeline.add(create(ShowCueSchema, { atMs: atSeconds * 1000, revision, seed: 7, actions: actions.map((action) => fromJson(ShowActionSchema, action)) }));
    show.at(atSeconds, atSeconds * BEATS_PER_SECOND, false); // what ran until now ends now, and not with the next frame
  };
  if (query.has('actions')) window.play(JSON.parse(query.get('actions') ?? '[]') as JsonValue[], number('at', number('t', 3.3) - 2));
  let last = Number.NaN;
  const draw = (time: number) => {
    const delta = Number.isNaN(last) ? 1 / 30 : Math.max(0, time - last);
    last = time;
    const beat = time * BEATS_PER_SECOND, reducedMotion = number('calm', 0) > 0;
    const frame: FrameInfo = { time, delta, beat, show: show.at(time, beat, reducedMotion), camera, renderer, reducedMotion, performers: crowd ? 5 : 0, placeOf };
    screens.follow(show.adopted);
    renderer.info.reset();
    place.update(frame);
    crowd?.update(frame);
    post.render(scene, camera);
    const { render, memory, programs } = renderer.info;
    window.stats = { calls: render.calls, triangles: render.triangles, geometries: memory.geometries, textures: memory.textures, programs: programs?.length ?? 0, loadMs };
  };
  window.frame = (time, cam) => {
    if (cam) look(cam);
    draw(time);
  };
  // The last frame shows what the earlier ones had still to prepare: camera feeds (at most 20 a second), reflections, shadow maps.
  for (const before of [0.2, 0.1]) draw(number('t', 3.3) - before);
  draw(number('t', 3.3));
  if (number('run', 0) > 0) renderer.setAnimationLoop((now) => draw(now / 1000));
  document.body.dataset.ready = id;
}

async function populate(scene: Scene, place: Place): Promise<DemoCrowd | null> {
  const demo = import.meta.glob<{ populate: Populate }>('./crowd/demo.ts')['./crowd/demo.ts'];
  return demo ? (await demo()).populate(scene, place, renderer, quality, number('people', 0), id, query.has('sticks') ? number('sticks', 0) : undefined) : null;
}

start().catch((error: unknown) => {
  console.error(error);
  document.body.dataset.ready = 'failed';
});
