// A page for looking at people close up without a place: studio.html?view=lineup|talk|one|crowd|portrait|strip|surprise&count=300&t=3.3&quality=laptop&multidraw=1
// A strip shows somebody's next tenths of a second side by side: &emote=4&speed=1.4&form=3&performer&calm&stick&id=0
import { Color, PerspectiveCamera, Scene, WebGLRenderer, Mesh, PlaneGeometry, MeshBasicMaterial } from 'three';
import { loadKit, type Kit } from './avatar/kit';
import { clampLook, type Look } from './avatar/look';
import { OptionPictures } from './avatar/option-pictures';
import { Portrait, studioLight } from './avatar/portrait';
import { randomLook } from './avatar/random';
import { Actors, type ActorState } from './world/actors';
import { Form } from './net/frames';
import { Crowd } from './crowd/crowd';
import { demoActor, wearable, type Spot } from './crowd/demo';
import { hash } from './math/hash';
import { QUALITIES, type Quality } from './scene/quality';

const BEAT_MS = 60_000 / 124;
const query = new URLSearchParams(location.search);
const view = query.get('view') ?? 'lineup', seconds = Number(query.get('t') ?? 3.3), count = Number(query.get('count') ?? 300);
const quality = QUALITIES[(query.get('quality') ?? 'laptop') as Quality['name']];

function looksOf(kit: Kit): Look[] {
  const given = kit.info.looks?.map((look) => clampLook(look)) ?? [];
  for (let id = given.length; id < 12; id++) {
    let step = 0;
    given.push(randomLook(() => hash(id, step++)));
  }
  // A kit in the making lacks outfits and hair styles: then the nearest thing is worn.
  return given.map((look) => wearable(kit, look));
}

function person(kit: Kit, id: number, look: Look, spot: Spot, more: Partial<ActorState> = {}): ActorState {
  return { ...demoActor(kit, id, spot, 0), look, stickColour: look.stick, ...more };
}

function lineup(kit: Kit, looks: Look[], camera: PerspectiveCamera): ActorState[] {
  camera.fov = 22;
  camera.position.set(0, 1.35, 6.2);
  camera.lookAt(0, 1.07, 0);
  return looks.map((look, i) => {
    const front = i % 2 === 0, x = ((i >> 1) - 2.5) * 0.6 + (front ? 0.13 : -0.15);
    return person(kit, i, look, { x, y: front ? 0 : 0.46, z: front ? 0.12 : -0.78, yaw: -x * 0.16 }, { emote: i === 6 ? 1 : 0, emoteStart: seconds * 1000 - 900 });
  });
}

function talk(kit: Kit, looks: Look[], camera: PerspectiveCamera): ActorState[] {
  camera.fov = 18;
  camera.position.set(0, 1.44, 2.4);
  camera.lookAt(0, 1.38, 0);
  const [a, b] = (query.get('who') ?? '7,6').split(',').map(Number);
  return [person(kit, 0, looks[a], { x: -0.25, y: 0, z: 0, yaw: 0.45 }, { mouth: 0.8 }), person(kit, 1, looks[b], { x: 0.25, y: 0, z: -0.02, yaw: -0.45 })];
}

function one(kit: Kit, looks: Look[], camera: PerspectiveCamera): ActorState[] {
  camera.fov = 24;
  const body = query.get('body') !== null;
  camera.position.set(0, body ? 0.9 : 1.35, body ? 4.6 : 2.2);
  camera.lookAt(0, body ? 0.82 : 1.3, 0);
  const [a, b] = (query.get('who') ?? '0,1').split(',').map(Number), yaw = Number(query.get('yaw') ?? 0.4), clip = Number(query.get('emote') ?? 0);
  const more: Partial<ActorState> = { emote: clip, emoteStart: 0, speed: Number(query.get('speed') ?? 0), form: Number(query.get('form') ?? Form.Standing),
    stickOn: query.get('stick') !== null };
  return [person(kit, 0, looks[a], { x: -0.42, y: 0, z: 0, yaw }, more), person(kit, 1, looks[b], { x: 0.42, y: 0, z: 0, yaw }, more)];
}

function many(kit: Kit, camera: PerspectiveCamera): ActorState[] {
  camera.fov = 55;
  camera.position.set(0, 2.1, 3.2);
  camera.lookAt(0, 1.2, -8);
  const columns = Math.ceil(Math.sqrt(count * 1.6)), away = query.get('facing') === 'away' ? Math.PI : 0, sticks = Number(query.get('sticks') ?? 0.5);
  return Array.from({ length: count }, (_, i) => {
    const x = ((i % columns) - (columns - 1) / 2) * 0.85 + (hash(i, 7) - 0.5) * 0.5, z = -Math.floor(i / columns) * 0.85 + (hash(i, 8) - 0.5) * 0.5;
    return demoActor(kit, i, { x, y: 0, z, yaw: away + (hash(i, 9) - 0.5) * 0.7 }, sticks);
  });
}

/** Eight moments a tenth of a second apart, side by side. */
function strip(renderer: WebGLRenderer, scene: Scene, camera: PerspectiveCamera, crowd: Crowd, actors: Actors, id: number): void {
  const columns = 8, width = innerWidth / columns, calm = query.get('calm') !== null, speed = actors.speed[id];
  camera.fov = 24;
  camera.aspect = width / innerHeight;
  renderer.autoClear = false;
  renderer.setScissorTest(true);
  for (let frame = -30; frame < columns * 3; frame++) {
    const t = seconds + frame / 30;
    actors.x[id] += (Math.sin(actors.yaw[id]) * speed) / 30;
    actors.z[id] += (Math.cos(actors.yaw[id]) * speed) / 30;
    camera.position.set(actors.x[id], 1.05, actors.z[id] + 4.4);
    camera.lookAt(actors.x[id], 0.85, actors.z[id]);
    camera.updateProjectionMatrix();
    crowd.update(camera, t * 1000, BEAT_MS, 1 / 30, calm);
    if (frame < 0 || frame % 3 !== 0) continue;
    const x = Math.round((frame / 3) * width);
    renderer.setViewport(x, 0, width, innerHeight);
    renderer.setScissor(x, 0, width, innerHeight);
    renderer.clear();
    renderer.render(scene, camera);
  }
}

/** Twenty-four people as *Surprise me* makes them: &seed=1. */
function surprises(kit: Kit): void {
  const pictures = new OptionPictures(kit), seed = Number(query.get('seed') ?? 1);
  document.body.style.cssText = 'margin:0;display:grid;grid-template-columns:repeat(8,1fr);background:linear-gradient(#b9a6ea,#f3d9ec 65%,#ffe9dc)';
  for (let id = 0; id < 24; id++) {
    const canvas = document.createElement('canvas');
    let step = 0;
    Object.assign(canvas, { width: 180, height: 300 });
    document.body.append(canvas);
    pictures.draw(randomLook(() => hash(seed * 1000 + id, step++)), 'figure', canvas);
  }
}

async function start(): Promise<void> {
  const kit = await loadKit('/assets/avatars');
  if (view === 'surprise') {
    surprises(kit);
    document.body.dataset.ready = '1';
    return;
  }
  const looks = looksOf(kit);
  if (view === 'portrait') {
    const canvas = document.createElement('canvas');
    canvas.style.cssText = 'width:100vw;height:100vh;display:block';
    document.body.append(canvas);
    const portrait = new Portrait(canvas, kit);
    portrait.setLook(looks[Number(query.get('who') ?? 0)]);
    portrait.setFraming(query.get('framing') === 'face' ? 'face' : 'body');
    for (let i = 0; i < 60; i++) portrait.render(i < 58 ? 0.05 : 0.001);
    document.body.dataset.ready = '1';
    return;
  }
  const renderer = new WebGLRenderer({ antialias: true, preserveDrawingBuffer: true });
  renderer.setSize(innerWidth, innerHeight);
  renderer.debug.onShaderError = (gl, _program, vertex, fragment) => console.error(gl.getShaderInfoLog(vertex) ?? '', gl.getShaderInfoLog(fragment) ?? '');
  document.body.append(renderer.domElement);
  if (query.get('multidraw') === '0') {
    const { extensions } = renderer, has = extensions.has.bind(extensions);
    extensions.has = (name: string) => name !== 'WEBGL_multi_draw' && has(name);
  }
  const scene = new Scene(), camera = new PerspectiveCamera(30, innerWidth / innerHeight, 0.1, 300), light = studioLight();
  scene.background = new Color(view === 'talk' ? 0x9a76c0 : 0xd8c8ee);
  const floor = new Mesh(new PlaneGeometry(300, 300).rotateX(-Math.PI / 2), new MeshBasicMaterial({ color: 0xe8dcec }));
  scene.add(floor);
  const actors = new Actors(), began = performance.now(), crowd = new Crowd(renderer, kit, light, quality, actors), baked = performance.now() - began;
  scene.add(crowd.group);
  if (view === 'strip') {
    const id = Number(query.get('id') ?? 0), look = looks[Number(query.get('who') ?? id) % looks.length];
    actors.set(id, person(kit, id, look, { x: 0, y: 0, z: 0, yaw: Number(query.get('yaw') ?? 0.5) }, {
      emote: Number(query.get('emote') ?? 0), emoteStart: seconds * 1000 - 200, speed: Number(query.get('speed') ?? 0), form: Number(query.get('form') ?? Form.Standing),
      stickOn: query.get('stick') !== null, performer: query.get('performer') !== null,
    }));
    strip(renderer, scene, camera, crowd, actors, id);
    document.body.dataset.ready = '1';
    return;
  }
  const people = view === 'talk' ? talk(kit, looks, camera) : view === 'one' ? one(kit, looks, camera) : view === 'crowd' ? many(kit, camera) : lineup(kit, looks, camera);
  people.forEach((state, i) => actors.set(i, state));
  if (query.get('cam')) {
    const [x, y, z, tx, ty, tz, fov] = (query.get('cam') as string).split(',').map(Number);
    camera.fov = fov;
    camera.position.set(x, y, z);
    camera.lookAt(tx, ty, tz);
  }
  camera.updateProjectionMatrix();
  camera.updateMatrixWorld();
  let updates = 0;
  const frames = Number(query.get('frames') ?? 30);
  for (let i = frames; i >= 0; i--) {
    const at = performance.now(), t = seconds - i / 30;
    crowd.update(camera, t * 1000, BEAT_MS, 1 / 30);
    if (i < frames / 2) updates += performance.now() - at;
  }
  renderer.render(scene, camera);
  Object.assign(window, { stats: { ...renderer.info.render, crowd: crowd.stats, bakeMs: Math.round(baked), updateMs: Number(((updates * 2) / frames).toFixed(3)) } });
  document.body.dataset.ready = '1';
}

start().catch((error: unknown) => {
  console.error(error);
  document.body.dataset.ready = 'failed';
});
