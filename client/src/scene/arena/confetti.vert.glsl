// Paper that tumbles down over the floor, in one draw. iSeed: four random numbers a piece.
#include ../light.glsl;
attribute vec4 iSeed;
uniform float uCalm;
uniform vec3 uPaletteA;
varying vec3 vColour;
varying vec2 vLeaf;

vec3 fromHue(float h) { return clamp(abs(mod(h * 6. + vec3(0., 4., 2.), 6.) - 3.) - 1., 0., 1.); }

void main() {
  float speed = mix(1., .35, uCalm);
  float fall = fract(uTime * .05 * speed * (.6 + iSeed.w) + iSeed.z);
  vec3 centre = vec3((iSeed.x - .5) * 44. + sin(uTime * .8 * speed + iSeed.y * 40.) * .9, 17. * (1. - fall), -41. + iSeed.y * 44.);
  float a = uTime * speed * (2. + iSeed.w * 4.) + iSeed.x * 50., b = uTime * speed * (1.5 + iSeed.y * 3.);
  vec2 flat_ = mat2(cos(a), sin(a), -sin(a), cos(a)) * position.xy;
  vec3 local = vec3(flat_.x, cos(b) * flat_.y, sin(b) * flat_.y);
  float glint = pow(abs(cos(b)), 12.);
  vec3 paper = mix(vec3(1., .30, .20), vec3(1., .78, .42), step(.5, iSeed.w));
  paper = mix(paper, fromHue(iSeed.w * 7.) * .6 + .35, step(.7, iSeed.x));
  vColour = paper * (.22 + 1.1 * glint) + uPaletteA * .08;
  vLeaf = position.xy;
  gl_Position = projectionMatrix * viewMatrix * vec4(centre + local * 1.25, 1.);
}
