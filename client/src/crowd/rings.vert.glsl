// A ring on the ground under somebody who speaks. aPlace: place of the feet in metres, and how much of the ring is there, 0..1; aLoudness 0..1.
attribute vec4 aPlace;
attribute float aLoudness;
varying vec2 vAt;
varying float vShown, vLoud;
void main() {
  vAt = position.xy;
  vShown = aPlace.w;
  vLoud = aLoudness;
  vec3 world = aPlace.xyz + vec3(position.x, 0., -position.y) * .72 + vec3(0., .018, 0.);
  vec4 view = viewMatrix * vec4(world, 1.);
  view.xyz *= 1. - .0008 - .005 / max(1., -view.z); // towards the eye, or it would fight with the floor
  gl_Position = projectionMatrix * view;
}
