import { DoubleSide, type IUniform, ShaderMaterial } from 'three';
import fragmentShader from './portal.frag.glsl';
import vertexShader from './portal.vert.glsl';

/**
 * The picture inside a moon gate, the same in every place: a landscape in the tint of where it leads. The geometry brings uv -1..1 across
 * the opening and the tint as vertex colour. Portals of one mesh are one draw.
 */
export function createPortalMaterial(time: IUniform<number>): ShaderMaterial {
  return new ShaderMaterial({ uniforms: { uTime: time }, vertexShader, fragmentShader, vertexColors: true, side: DoubleSide });
}
