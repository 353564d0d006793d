// The glow about a stick, by daylight a spot of its colour: one sprite at the middle of the stick in the right hand, for everybody in one draw.
#include ../avatar/pose.glsl;
#include ../avatar/looks.glsl;
#include ./figure.glsl;
#include ../scene/sticks.glsl;
uniform vec3 uStickMiddle;
varying vec2 vAt;
flat varying vec3 vColour;
flat varying float vStrength;
flat varying float vCover;
void main() {
  vAt = position.xy * 2.;
  vColour = vec3(0.);
  vStrength = 0.;
  vCover = 0.;
  gl_Position = vec4(2., 2., 2., 1.); // out of the picture, without a pixel
  if (!holdsStick()) return;
  vec4 clip = clipOf();
  float frame = clip.x + phaseNow() * clip.y;
  vec3 hand = turnYaw(aPlace.w, follow(HAND, vec3(frame, frame, 0.), uStickMiddle) * aMotion.w) + aPlace.xyz;
  vec4 view = viewMatrix * vec4(hand, 1.);
  float metres = -view.z, day = uSticksNow.z, size = max(.15, metres * .0075) * (1. + .3 * day);
  uint c = uint(texelFetch(uLooks, lookAt(aSelf.x, 1), 0).z);
  vColour = pow(vec3(float((c >> 16u) & 255u), float((c >> 8u) & 255u), float(c & 255u)) / 255., vec3(2.2));
  vColour = stickLight(vColour, hand);
  // Seen flatly over a dense crowd many glows lie over one another, and would add up to a white wall: each gives way to the others.
  vec3 toEye = cameraPosition - hand;
  float share = .0075 * .0075 * 1.3 * metres * metres / max(.05, abs(normalize(toEye).y)), crowded = 1. / (1. + .4 * share * sticksAround());
  // Near sticks are bright meshes already: their glow stays faint, or a dense crowd turns to haze. Far ones are glow only.
  vStrength = aSelf.w * smoothstep(.8, 2.5, metres) * mix(.10, 1.3, smoothstep(5., 38., metres)) * exp(-metres * .004) * crowded;
  vCover = day * aSelf.w * smoothstep(.8, 2.5, metres) * mix(.75, 1., smoothstep(5., 20., metres));
  view.xy += position.xy * 2. * size;
  gl_Position = projectionMatrix * view;
}
