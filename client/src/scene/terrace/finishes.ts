import { AdditiveBlending, DoubleSide, FrontSide, ShaderMaterial, type ShaderMaterialParameters, type Texture, Vector3 } from 'three';
import type { BoardUniforms } from '../screen';
import type { DawnUniforms } from './dawn';
import bronze from './shaders/bronze.frag.glsl';
import event from './shaders/event.frag.glsl';
import floor from './shaders/floor.frag.glsl';
import glow from './shaders/glow.frag.glsl';
import gold from './shaders/gold.frag.glsl';
import jade from './shaders/jade.frag.glsl';
import lacquer from './shaders/lacquer.frag.glsl';
import plaque from './shaders/plaque.frag.glsl';
import roof from './shaders/roof.frag.glsl';
import signing from './shaders/signing.frag.glsl';
import surfaceVertex from './shaders/surface.vert.glsl';
import veil from './shaders/veil.frag.glsl';
import wood from './shaders/wood.frag.glsl';

/** What boards and plaques show. */
export interface BoardImages {
  readonly event: BoardUniforms;
  readonly signing: BoardUniforms;
  readonly plaques: Texture;
}

const GONG = new Vector3(0, 4.06, -20.16);
const GREAT_RING = new Vector3(-26, 8.7, 8.2); // z, height of the middle, radius

/** The shaders of the terrace by the names its scene gives to materials. */
export function createFinishes(dawn: DawnUniforms, images: BoardImages): ReadonlyMap<string, ShaderMaterial> {
  const make = (fragmentShader: string, extra: ShaderMaterialParameters['uniforms'] = {}, options: ShaderMaterialParameters = {}) =>
    new ShaderMaterial({ vertexShader: surfaceVertex, fragmentShader, uniforms: { ...dawn, ...extra }, vertexColors: true, side: FrontSide, ...options });
  const closed: ShaderMaterialParameters = { side: DoubleSide };
  return new Map([
    ['terrace.floor', make(floor, { uRing: { value: GREAT_RING } })],
    ['terrace.jade', make(jade, {}, closed)],
    ['terrace.lacquer', make(lacquer, {}, closed)],
    ['terrace.gold', make(gold)],
    ['terrace.roof', make(roof, {}, closed)],
    ['terrace.bronze', make(bronze, { uGong: { value: GONG } })],
    ['terrace.wood', make(wood)],
    ['terrace.glow', make(glow)],
    ['terrace.plaque', make(plaque, { uImage: { value: images.plaques } })],
    ['terrace.board.event', make(event, images.event)],
    ['terrace.board.signing', make(signing, images.signing)],
    ['terrace.veil', make(veil, {}, { side: DoubleSide, transparent: true, depthWrite: false, blending: AdditiveBlending, premultipliedAlpha: false })],
  ]);
}
