// Shades a part of somebody under the light of the place. Materials: 0 skin, 1 face, 2 hair, 3 cloth, 4 gloss, 5 glow.
#include ../scene/light.glsl;
uniform float uMoment;
varying vec3 vNormal, vTangent, vWorld, vColour;
varying vec2 vUv, vLock;
varying vec4 vSurface;
flat varying vec4 vMood, vFace, vKind;
flat varying vec3 vHair, vEye;
flat varying vec2 vShown;
#ifdef BAKE
flat varying vec4 vCell;
#endif
#include ./face.glsl;

float pattern(vec2 pixel) { return fract(52.9829189 * fract(dot(pixel, vec2(.06711056, .00583715)))); }

void main() {
  int kind = int(vKind.x + .5);
  vec3 N = normalize(vNormal);
#ifdef BAKE
  if (any(lessThan(vWorld.xy, vCell.xy)) || any(greaterThan(vWorld.xy, vCell.zw))) discard;
  // Far people are a slot, a normal and an occlusion: each keeps their own colours and the light of the place.
  float slot = vKind.y;
  if (kind == 1 && vSurface.y > .5) {
    vec2 q = (vUv - .5) * .32, e = vec2(abs(q.x) - .0545, q.y + .012);
    if (length(e / vec2(.030, .028)) < 1.) slot = 7.;
    if (length((e - vec2(0., .046)) / vec2(.034, .010)) < 1.) slot = 1.;
    if (length((q - vec2(0., -.0905)) / vec2(.026, .009)) < 1.) slot = 11.;
  }
  gl_FragColor = vec4((slot * 16. + 8.) / 255., N.xy * .5 + .5, .2 + .8 * vSurface.x);
#else
  float at = pattern(gl_FragCoord.xy);
  if (at < vShown.x || at >= vShown.y || vSurface.w > 0.) discard;
  vec3 V = normalize(cameraPosition - vWorld);
  // Legs stand in the shade of bodies, their own and those around.
  float ao = vSurface.x * mix(.66, 1., smoothstep(0., 1.05, vSurface.z));
  vec3 albedo = vColour;
  float eyes = 0.;
  if (kind == 1 && vSurface.y > .01) {
    vec2 q = (vUv - .5) * .32;
    float pixel = clamp(.7 * max(length(dFdx(q)), length(dFdy(q))), .0001, .02);
    vec3 drawn = drawFace(q, Face(vColour, vHair, vEye, vFace, vMood, vKind.w, vKind.z), pixel, eyes);
    albedo = mix(albedo, drawn, vSurface.y);
    eyes *= vSurface.y;
  }
  vec3 colour = kind == 5 ? glowAt(stickLight(albedo, vWorld)) : personLight(kind, albedo, N, V, normalize(vTangent + 1e-5), vLock, vWorld, ao, eyes);
  gl_FragColor = vec4(fogged(colour, distance(cameraPosition, vWorld)), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
#endif
}
