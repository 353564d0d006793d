// A soft dark disc under everybody. aPlace: x, height of the floor, z (metres), yaw; aSize: radius in metres, strength.
attribute vec4 aPlace;
attribute vec2 aSize;
varying vec2 vAt;
varying float vStrength, vMetres;
void main() {
  vAt = position.xy * 2.;
  vStrength = aSize.y;
  vec2 flatly = position.xy * 2. * aSize.x * vec2(1., -.82); // y becomes -z, so that the front is up
  float c = cos(aPlace.w), s = sin(aPlace.w);
  vec3 world = aPlace.xyz + vec3(c * flatly.x + s * flatly.y, .014, -s * flatly.x + c * flatly.y);
  vec4 view = viewMatrix * vec4(world, 1.);
  vMetres = -view.z;
  view.xyz *= 1. - .0006 - .004 / max(1., vMetres); // towards the eye, or it would fight with the floor
  gl_Position = projectionMatrix * view;
}
