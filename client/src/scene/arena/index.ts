import { Group, type Mesh, Vector3 } from 'three';
import { CROWD_LAYER, FEED_LAYER } from '../feed';
import { freeze, markersOf, meshesByMaterial, sceneOf } from '../nodes';
import type { Place, PlaceMaker, PostSettings } from '../place';
import type { Quality } from '../quality';
import { surfaceOf, surfacesOf, type Screen } from '../screen';
import { Beams, type Lamp } from '../effects/beams';
import type { EffectSite } from '../effects/site';
import { StageEffects } from '../effects/stage-effects';
import { createHaze, createLasers } from './effects';
import { createSigns, createTitle } from './lettering';
import { createMaterials, type Uniforms } from './materials';
import { Lights } from './lights';
import { SideScreen, Wall } from './wall';

const SITE: EffectSite = {
  edge: { half: 16, y: 1.6, z: -33 }, crowd: { x: 0, z: -15, halfX: 22, halfZ: 22 }, top: 17, lanternTop: 19, sky: new Vector3(0, 18, -22), skySpread: new Vector3(22, 2.5, 14),
  burst: 5, day: 0, sectors: 2.6, reach: 46, hasAmbient: true,
};
const CAMERA_A_SECOND = { none: 0, some: 10, all: 20 }; // pictures of the stage camera by preset
/** What a shot of the audience sees of the hall. */
const BEHIND_CROWD = new Set(['arena.floor', 'arena.solid', 'arena.ribbon', 'arena.shell', 'arena.suites', 'arena.glow']);
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
    ...shared, ...wall.given, ...wall.sign, uFeed: side.feed, uSideFeed: side.share, uSideFit: side.fit, uSideBlur: side.blur,
    uFull: wall.full, uOnCamera: wall.onCamera, uTitle: { value: title.texture }, uSigns: { value: signs },
  });
  const root = new Group();
  root.add(gltf.scene);
  for (const [name, meshes] of meshesByMaterial(gltf)) {
    for (const mesh of meshes) {
      mesh.material = materials.get(name) ?? mesh.material;
      if (ON_CAMERA.has(name) || mesh.name.endsWith('stage')) mesh.layers.enable(FEED_LAYER);
      if (BEHIND_CROWD.has(name)) mesh.layers.enable(CROWD_LAYER);
    }
  }
  const lamps = markersOf(gltf, 'lamp.').map(({ name, position: { x, y, z } }): Lamp & { number: number } => {
    const number = lampNumber(name), row = number < 12 ? 0 : number < 24 ? 1 : number < 34 ? 2 : 3;
    return { x, y: y - 0.4, z, row, number, reach: [22, 28, 28, 15][row], around: row === 3 ? { x: 0, z: -11 } : undefined };
  }).sort((a, b) => a.number - b.number);
  freeze(root);

  const beams = new Beams(lamps, shared);
  const lasers = createLasers(shared);
  const haze = createHaze(shared);
  const effects = new StageEffects(SITE, lights.light);
  const own: readonly Mesh[] = [lasers, haze];
  root.add(beams.mesh, ...own, ...effects.meshes);

  let lively = true;
  const setQuality = (chosen: Quality) => {
    wall.setCamera(CAMERA_A_SECOND[chosen.effects], chosen.effects === 'all');
    lively = chosen.effects === 'all';
    haze.visible = chosen.effects !== 'none';
    effects.setQuality(chosen);
  };
  setQuality(quality);

  return {
    root,
    light: lights.light,
    post: POST,
    screens,
    camera: wall.camera,
    update(frame) {
      lights.update(frame);
      beams.update(frame);
      effects.update(frame);
      lasers.visible = lively && frame.show.lasers > 0 && !frame.reducedMotion;
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
      effects.dispose();
      for (const { material } of [beams.mesh, ...own]) for (const one of [material].flat()) one.dispose();
      root.traverse((node) => { (node as Partial<Mesh>).geometry?.dispose(); });
    },
  };
};

function lampNumber(name: string): number {
  return Number(/\d+$/.exec(name)?.[0] ?? 0);
}
