// A soft dark disc under everybody, larger and fainter the higher they are over the floor.
#include ./figure.glsl;
varying vec2 vAt;
varying float vStrength, vMetres;
void main() {
  float radius = (sits() ? .46 : .36) * (1. + aSelf.z * .5);
  vAt = position.xy * 2.;
  vStrength = aSelf.w * (sits() ? .6 : 1.) / (1. + aSelf.z * 1.6);
  vec2 flatly = position.xy * 2. * radius * vec2(1., -.82); // y becomes -z, so that the front is up
  float c = cos(aPlace.w), s = sin(aPlace.w);
  vec3 world = aPlace.xyz + vec3(c * flatly.x + s * flatly.y, .014 - aSelf.z, -s * flatly.x + c * flatly.y);
  vec4 view = viewMatrix * vec4(world, 1.);
  vMetres = -view.z;
  view.xyz *= 1. - .0006 - .004 / max(1., vMetres); // towards the eye, or it would fight with the floor
  gl_Position = projectionMatrix * view;
}
