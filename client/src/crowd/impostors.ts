// Everybody beyond the mesh tiers: cards that show a view of an atlas drawn once from the kit itself.
import {
  BufferAttribute, BufferGeometry, Mesh, NearestFilter, NoBlending, OrthographicCamera, Scene, ShaderMaterial, Vector2, WebGLRenderTarget, type Camera, type Texture,
  type WebGLRenderer,
} from 'three';
import { DrawList, entryOf, PartsMesh } from '../avatar/draw-list';
import type { Kit } from '../avatar/kit';
import { DEFAULT_LOOK, type Look } from '../avatar/look';
import { FAR_LOOKS, LookTable } from '../avatar/look-table';
import { personMaterial } from '../avatar/material';
import { partsOf } from '../avatar/parts';
import { PeopleTable, PERSON_FLOATS } from '../avatar/people-table';
import { createLight, type PlaceLight } from '../scene/light';
import fullscreenSource from '../scene/post/fullscreen.vert.glsl';
import type { FigureUniforms } from './effects';
import fragmentShader from './impostor.frag.glsl';
import reduceSource from './impostor-small.frag.glsl';
import vertexShader from './impostor.vert.glsl';

const VIEWS = 8, COLUMNS = 32, CELL_WIDTH = 64, CELL_HEIGHT = 96;
/** The small atlas, for people of a few pixels: this many times smaller. */
const REDUCTION = 4;
/** Metres that a cell shows, feet a little over its lower edge. */
const CELL_METRES = new Vector2(1.5, 2.25);
/** Clips that are told apart from afar, and how many frames of each; any other clip is shown as the first. */
const FAR_CLIPS: readonly (readonly [name: string, frames: number])[] = [['idle', 1], ['stickWave', 4], ['cheer', 3], ['sit', 1], ['walk', 4], ['sitClap', 1]];
const SHOWN_AS: Readonly<Record<string, string>> = {
  run: 'walk', dance: 'cheer', dance2: 'cheer', jump: 'cheer', wave: 'cheer', perform: 'cheer', perform2: 'cheer', perform3: 'cheer', perform4: 'cheer',
  sitWave: 'sitClap', sitCheer: 'sitClap', sitHeart: 'sitClap', sitLaugh: 'sit', sitBow: 'sit', sitPoint: 'sitClap', sitDance: 'sitClap', sitStick: 'sitClap',
};
const FRAMES = FAR_CLIPS.reduce((sum, [, frames]) => sum + frames, 0);
const CELLS = FRAMES * FAR_LOOKS * VIEWS, ROWS = Math.ceil(CELLS / COLUMNS);

/** The pictures of a clip in the atlas: the first one, for the first look seen from the front, and how many. */
export function picturesOf(clipName: string): readonly [first: number, count: number] {
  const name = clipName.replace(/Calm$/, ''), shown = SHOWN_AS[name] ?? name;
  let first = 0;
  for (const [each, frames] of FAR_CLIPS) {
    if (each === shown) return [first, frames];
    first += frames;
  }
  return [0, FAR_CLIPS[0][1]];
}

/** The atlas, in two sizes, and the material of the cards. */
export class Impostors {
  readonly material: ShaderMaterial;
  private readonly large = target(1);
  private readonly small = target(REDUCTION);

  constructor(renderer: WebGLRenderer, kit: Kit, light: PlaceLight, figure: FigureUniforms) {
    bake(renderer, kit, this.large);
    reduce(renderer, this.large.texture, this.small);
    this.material = new ShaderMaterial({
      vertexShader,
      fragmentShader,
      uniforms: {
        ...light,
        ...figure,
        uAtlas: { value: this.large.texture },
        uSmall: { value: this.small.texture },
        uReduction: { value: REDUCTION },
        uCellSize: { value: CELL_METRES },
        uCells: { value: new Vector2(COLUMNS, ROWS) },
        uCellPixels: { value: new Vector2(CELL_WIDTH, CELL_HEIGHT) },
        uViews: { value: VIEWS },
        uViewStride: { value: FAR_LOOKS * FRAMES },
        uLookStride: { value: FRAMES },
      },
    });
  }

  dispose(): void {
    this.large.dispose();
    this.small.dispose();
  }
}

function target(reduction: number): WebGLRenderTarget {
  return new WebGLRenderTarget((COLUMNS * CELL_WIDTH) / reduction, (ROWS * CELL_HEIGHT) / reduction, { minFilter: NearestFilter, magFilter: NearestFilter });
}

/** People of the six far looks; what they wear stands for everyone of that shape. */
function farLooks(): Look[] {
  return [[1, 0], [4, 0], [7, 0], [1, 4], [4, 4], [6, 4]].map(([hair, outfit]) => ({ ...DEFAULT_LOOK, hair, outfit, accessories: 0 }));
}

/**
 * Draws all cells in one pass: one person a cell, each turned instead of the camera, clipped to the cell by the shader. A camera
 * a cell would be six hundred renders at the start of every visit.
 */
function bake(renderer: WebGLRenderer, kit: Kit, to: WebGLRenderTarget): void {
  const table = new PeopleTable(CELLS), looks = new LookTable(64), list = new DrawList(kit, CELLS * 8);
  const people = farLooks(), parts = people.map((look) => [...partsOf(look), 'stick'].map((name) => kit.partIndex(name)).filter((part) => part >= 0));
  people.forEach((look, i) => looks.set(i, look, look.stick));
  const eachCell = (visit: (cell: number, view: number, look: number, clip: string, phase: number) => void): void => {
    for (let view = 0, cell = 0; view < VIEWS; view++) {
      for (let look = 0; look < FAR_LOOKS; look++) {
        for (const [clip, frames] of FAR_CLIPS) for (let f = 0; f < frames; f++) visit(cell++, view, look, clip, (f + 0.5) / frames);
      }
    }
  };
  const wears = (part: number, clip: string): boolean => part !== kit.stick || clip === 'stickWave';
  list.begin();
  eachCell((cell, view, look, name, phase) => {
    const clip = kit.poses.clips[kit.poses.indexOf(name)], frame = clip.first + phase * clip.frames;
    const x = ((cell % COLUMNS) + 0.5) * CELL_METRES.x, y = Math.floor(cell / COLUMNS) * CELL_METRES.y + 0.08;
    table.data.set([x, y, 0, (-2 * Math.PI * view) / VIEWS, frame, frame, 0, 1, 1, look, 0, 0, 0, 0, 0, 0], cell * PERSON_FLOATS);
    for (const part of parts[look]) if (wears(part, name)) list.count(1, part);
  });
  list.layout();
  eachCell((cell, _view, look, name) => {
    for (const part of parts[look]) if (wears(part, name)) list.place(1, part, entryOf(cell, 1, false));
  });
  const material = personMaterial(renderer, createLight(), { bones: kit.poses.texture, looks: looks.texture, people: table.texture, list: list.texture },
    { value: 1 }, 1, { defines: { BAKE: 1 }, uniforms: { uCellSize: { value: CELL_METRES } } });
  const camera = new OrthographicCamera(0, COLUMNS * CELL_METRES.x, ROWS * CELL_METRES.y, 0, 0.1, 20);
  camera.position.z = 10;
  draw(renderer, new PartsMesh(kit, material, list, 1), camera, to);
  for (const thing of [material, table.texture, looks.texture, list.texture]) thing.dispose();
}

/** Makes the small atlas. Slots of colours cannot be averaged, so each of its texels takes what most of the large one's show. */
function reduce(renderer: WebGLRenderer, from: Texture, to: WebGLRenderTarget): void {
  const material = new ShaderMaterial({ vertexShader: fullscreenSource, fragmentShader: reduceSource, uniforms: { uAtlas: { value: from } }, defines: { REDUCTION },
    depthTest: false, depthWrite: false, blending: NoBlending });
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array([-1, -1, 0, 3, -1, 0, -1, 3, 0]), 3));
  const triangle = new Mesh(geometry, material);
  triangle.frustumCulled = false;
  draw(renderer, triangle, new OrthographicCamera(), to);
  geometry.dispose();
  material.dispose();
}

function draw(renderer: WebGLRenderer, mesh: Mesh, camera: Camera, to: WebGLRenderTarget): void {
  const scene = new Scene(), before = renderer.getRenderTarget(), alpha = renderer.getClearAlpha();
  scene.add(mesh);
  renderer.setClearAlpha(0);
  renderer.setRenderTarget(to);
  renderer.clear();
  renderer.render(scene, camera);
  renderer.setRenderTarget(before);
  renderer.setClearAlpha(alpha);
}
