// The glow about a stick: one sprite at the middle of the stick in the right hand, for everybody in one draw.
// aPlace: x, y, z (metres), yaw; aPose: frame, frame that fades out, share of the latter, scale; aGlow: colour, strength.
#include ../avatar/pose.glsl;
attribute vec4 aPlace, aPose;
attribute vec2 aGlow;
uniform vec3 uStickMiddle;
varying vec2 vAt;
flat varying vec3 vColour;
flat varying float vStrength;
void main() {
  vec3 hand = turnYaw(aPlace.w, follow(HAND, aPose.xyz, uStickMiddle) * aPose.w) + aPlace.xyz;
  vec4 view = viewMatrix * vec4(hand, 1.);
  float metres = -view.z, size = max(.15, metres * .0075);
  vAt = position.xy * 2.;
  uint c = uint(aGlow.x);
  vec3 colour = pow(vec3(float((c >> 16u) & 255u), float((c >> 8u) & 255u), float(c & 255u)) / 255., vec3(2.2));
  vColour = colour;
  // Near sticks are bright meshes already: their glow stays faint, or a dense crowd turns to haze. Far ones are glow only.
  vStrength = aGlow.y * smoothstep(.8, 2.5, metres) * mix(.10, 1.05, smoothstep(5., 38., metres)) * exp(-metres * .004);
  view.xy += position.xy * 2. * size;
  gl_Position = projectionMatrix * view;
}
