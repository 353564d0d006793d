import { DoubleSide, FrontSide, ShaderMaterial, type Side, type IUniform } from 'three';
import { createPortalMaterial } from '../portal';
import drapeSource from './drape.frag.glsl';
import floorSource from './floor.frag.glsl';
import glowSource from './glow.frag.glsl';
import ribbonSource from './ribbon.frag.glsl';
import screenSource from './screen.frag.glsl';
import shellSource from './shell.frag.glsl';
import signSource from './sign.frag.glsl';
import solidSource from './solid.frag.glsl';
import stageSource from './stage.frag.glsl';
import suitesSource from './suites.frag.glsl';
import surfaceSource from './surface.vert.glsl';

export type Uniforms = Record<string, IUniform>;

/** The shaders by the name of the scene's material. */
export function createMaterials(shared: Uniforms): Map<string, ShaderMaterial> {
  const make = (fragmentShader: string, own: Uniforms = {}, side: Side = FrontSide) =>
    new ShaderMaterial({ vertexShader: surfaceSource, fragmentShader, uniforms: { ...shared, ...own }, side });
  return new Map([
    ['arena.solid', make(solidSource, { uGloss: { value: 0.12 } })],
    ['arena.metal', make(solidSource, { uGloss: { value: 0.9 } })],
    ['arena.floor', make(floorSource)],
    ['arena.stage', make(stageSource)],
    ['arena.glow', make(glowSource)],
    ['arena.shell', make(shellSource, {}, DoubleSide)],
    ['arena.drape', make(drapeSource, {}, DoubleSide)],
    ['arena.screen', make(screenSource)],
    ['arena.ribbon', make(ribbonSource)],
    ['arena.suites', make(suitesSource)],
    ['arena.portal', createPortalMaterial(shared.uTime)],
    ['arena.sign', make(signSource)],
  ]);
}
