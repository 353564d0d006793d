import { Group, type Mesh, type Object3D, type Scene } from 'three';
import { FEED_LAYER } from '../feed';
import { freeze, markersOf, meshesByMaterial } from '../loader';
import type { Place, PlaceMaker, PostSettings } from '../place';
import type { Quality } from '../quality';
import { createBeams, createConfetti, createHaze, createLasers } from './effects';
import { createSigns, createTitle } from './lettering';
import { createMaterials, type Uniforms } from './materials';
import { Screens } from './screens';
import { Show } from './show';

const MOST_CONFETTI = 1800;
const ON_CAMERA = new Set(['arena.stage', 'arena.glow', 'arena.screen', 'arena.drape']);

const POST: PostSettings = {
  bloomStrength: 0.34,
  bloomRadius: 0.7,
  bloomThreshold: 0.95,
  exposure: 1.12,
  vignette: 0.42,
  contrast: 1.05,
  saturation: 1.06,
  shadowTint: [0.97, 0.96, 1.06],
  lightTint: [1.03, 1.0, 0.97],
};

/** The concert hall. */
export const makeArena: PlaceMaker = (gltf, _renderer, quality): Place => {
  const show = new Show();
  const title = createTitle();
  const signs = createSigns();
  const shared: Uniforms = { ...show.light, ...show.uniforms };
  const screens = new Screens(shared);
  shared.uWall = screens.wall;
  const materials = createMaterials({
    ...shared, uFeed: screens.feed, uSideFeed: screens.sideFeed, uFull: screens.full, uOnCamera: screens.onCamera, uTitle: { value: title.texture }, uSigns: { value: signs },
  });
  const root = new Group();
  root.add(gltf.scene);
  for (const [name, meshes] of meshesByMaterial(gltf)) {
    for (const mesh of meshes) {
      mesh.material = materials.get(name) ?? mesh.material;
      if (ON_CAMERA.has(name) || mesh.name.endsWith('stage')) mesh.layers.enable(FEED_LAYER);
    }
  }
  const lamps = markersOf(gltf, 'lamp.').sort((a, b) => lampNumber(a.name) - lampNumber(b.name));
  freeze(root);

  const beams = createBeams(lamps, shared);
  const confetti = createConfetti(MOST_CONFETTI, shared);
  const lasers = createLasers(shared);
  const haze = createHaze(shared);
  const effects: readonly Mesh[] = [beams, confetti, lasers, haze];
  root.add(...effects);

  let lively = true;
  const setQuality = (chosen: Quality) => {
    screens.setLive(chosen.effects === 'all');
    lively = chosen.effects === 'all';
    haze.visible = chosen.effects !== 'none';
    const pieces = Math.round(MOST_CONFETTI * chosen.particles);
    (confetti.geometry as { instanceCount?: number }).instanceCount = pieces;
    confetti.visible = chosen.effects !== 'none' && pieces > 0;
  };
  setQuality(quality);

  return {
    root,
    light: show.light,
    post: POST,
    update(frame) {
      show.update(frame);
      lasers.visible = lively && !frame.reducedMotion;
      screens.update(frame, sceneOf(root));
    },
    setTitle: (lines) => title.set(lines),
    setQuality,
    dispose() {
      screens.dispose();
      title.texture.dispose();
      signs.dispose();
      for (const material of materials.values()) material.dispose();
      for (const effect of effects) for (const material of [effect.material].flat()) material.dispose();
      root.traverse((node) => { (node as Partial<Mesh>).geometry?.dispose(); });
    },
  };
};

function lampNumber(name: string): number {
  return Number(/\d+$/.exec(name)?.[0] ?? 0);
}

function sceneOf(node: Object3D): Scene | null {
  let top = node;
  while (top.parent) top = top.parent;
  return (top as Partial<Scene>).isScene ? (top as Scene) : null;
}
