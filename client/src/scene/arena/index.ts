import { Group, type Mesh } from 'three';
import { FEED_LAYER } from '../feed';
import { freeze, markersOf, meshesByMaterial, sceneOf } from '../nodes';
import type { Place, PlaceMaker, PostSettings } from '../place';
import type { Quality } from '../quality';
import { surfaceOf, surfacesOf, type Screen } from '../screen';
import { createBeams, createConfetti, createHaze, createLasers } from './effects';
import { createSigns, createTitle } from './lettering';
import { createMaterials, type Uniforms } from './materials';
import { Lights } from './lights';
import { SideScreen, Wall } from './wall';

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
export const make: PlaceMaker = (gltf, _renderer, quality): Place => {
  const surfaces = surfacesOf(gltf);
  const lights = new Lights();
  const title = createTitle();
  const signs = createSigns();
  const shared: Uniforms = { ...lights.light, ...lights.uniforms };
  const wall = new Wall(surfaceOf(surfaces, 'wall'), shared, title);
  const side = new SideScreen({ ...surfaceOf(surfaces, 'left'), name: 'side' }, wall);
  const screens: ReadonlyMap<string, Screen> = new Map<string, Screen>([['wall', wall], ['side', side]]);
  shared.uWall = wall.picture;
  const materials = createMaterials({
    ...shared, uFeed: side.feed, uSideFeed: side.share, uFull: wall.full, uOnCamera: wall.onCamera, uTitle: { value: title.texture }, uSigns: { value: signs },
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

  let lively = true, hasConfetti = true;
  const setQuality = (chosen: Quality) => {
    wall.setLive(chosen.effects === 'all');
    lively = chosen.effects === 'all';
    haze.visible = chosen.effects !== 'none';
    const pieces = Math.round(MOST_CONFETTI * chosen.particles);
    (confetti.geometry as { instanceCount?: number }).instanceCount = pieces;
    hasConfetti = chosen.effects !== 'none' && pieces > 0;
  };
  setQuality(quality);

  return {
    root,
    light: lights.light,
    post: POST,
    screens,
    update(frame) {
      lights.update(frame);
      lasers.visible = lively && frame.show.lasers && !frame.reducedMotion;
      confetti.visible = hasConfetti && frame.show.confetti;
      const scene = sceneOf(root);
      wall.update(frame, scene);
      side.update(frame, scene);
    },
    setTitle: (lines) => wall.setTitle(lines),
    setQuality,
    dispose() {
      for (const screen of screens.values()) screen.dispose();
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
