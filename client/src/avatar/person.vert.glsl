// A part of somebody of the kit, posed and placed. One draw shows one part for many people: gl_InstanceID counts in the list of
// draws (draw-list.ts), which names the row of the people table. Out: world space, metres; colours linear.
#include ./pose.glsl;
#include ./looks.glsl;
attribute vec4 aTangent, aBone, aWeight, aTint, aPart;
uniform highp usampler2D uList;
uniform highp sampler2D uPeople;
uniform int uFirstDraw;
#ifdef MULTI_DRAW
  #define DRAW_ID gl_DrawID
#else
  uniform int uDrawId;
  #define DRAW_ID uDrawId
#endif
varying vec3 vNormal, vTangent, vWorld, vColour;
varying vec2 vUv, vLock;
varying vec4 vSurface;           // occlusion, face mask, height over the feet, over 0: hair pressed down by a cap
flat varying vec4 vMood;         // mouth, lid (1 open), gaze x, gaze y
flat varying vec4 vFace;         // eyes, brows, resting mouth, facial bits
flat varying vec3 vHair, vEye;
flat varying vec4 vKind;         // material, slot, seed, joy
flat varying vec2 vShown;        // share of the dither pattern that is drawn: from, to
#ifdef BAKE
flat varying vec4 vCell;
uniform vec2 uCellSize;
#endif

uint listed(int index) { return texelFetch(uList, ivec2(index & 127, index >> 7), 0).r; }
vec4 person(int row, int texel) { return texelFetch(uPeople, ivec2((row & 15) * 4 + texel, row >> 4), 0); }
float hashed(float n) { return fract(sin(n * 91.345) * 47453.5453); }

// Eyes shut for a moment every few seconds, sometimes twice; each person at their own times.
float lidAt(float time, float seed) {
  float period = 2.8 + 2.6 * hashed(seed + .31), t = time / period + hashed(seed + .77), turnOf = floor(t);
  float since = fract(t) * period;
  float again = hashed(turnOf + seed) > .8 ? .26 : 9.;
  float shut = max(1. - abs(since - .09) / .09, 1. - abs(since - again - .09) / .09);
  return 1. - clamp(shut * 1.5, 0., 1.);
}
// Short glances aside, and back to the middle.
vec2 gazeAt(float time, float seed) {
  float t = time * .45 + seed * 17., beat = floor(t), since = fract(t);
  vec2 to = hashed(beat + seed) > .62 ? vec2(hashed(beat + seed * 3.) * 2. - 1., hashed(beat + seed * 5.) - .5) * .7 : vec2(0.);
  vec2 was = hashed(beat - 1. + seed) > .62 ? vec2(hashed(beat - 1. + seed * 3.) * 2. - 1., hashed(beat - 1. + seed * 5.) - .5) * .7 : vec2(0.);
  return mix(was, to, smoothstep(0., .06, since));
}

uniform float uMoment; // seconds, for blinks and glances

void main() {
  int base = int(listed(uFirstDraw + DRAW_ID));
  uint entry = listed(base + gl_InstanceID);
  int row = int(entry & 4095u);
  vec4 place = person(row, 0), pose = person(row, 1), self = person(row, 2), mood = person(row, 3);
  vec4 a = texelFetch(uLooks, lookAt(self.y, 0), 0), b = texelFetch(uLooks, lookAt(self.y, 1), 0), c = texelFetch(uLooks, lookAt(self.y, 2), 0);
  float fade = float((entry >> 12u) & 255u) / 255.;
  vShown = ((entry >> 20u) & 1u) == 1u ? vec2(fade, 1.) * self.x : vec2(0., fade * self.x);

  vec3 p = vec3(0.), n = vec3(0.), t = vec3(0.);
  float total = 0.;
  for (int i = 0; i < 4; i++) {
    float w = aWeight[i];
    if (w < .004) continue;
    int bone = int(aBone[i]);
    vec4 q; vec3 at;
    boneAt(bone, pose.xyz, q, at);
    p += w * (turn(q, position - texelFetch(uBones, ivec2(bone * 2 + 1, 0), 0).xyz) + at);
    n += w * turn(q, normal);
    t += w * turn(q, aTangent.xyz);
    total += w;
  }
  p /= max(total, .001);
  // Hair above the rim of a cap would come through it: the rim is a plane that falls to the back, in the bind pose.
  float pressed = c.w > .5 && int(aPart.y) == 2 ? position.y - 1.526 - .13 * position.z : -1.;
  vSurface = vec4(aTint.g, aPart.z / 255., p.y, pressed);
  p = turnYaw(place.w, p * pose.w) + place.xyz;
  vNormal = turnYaw(place.w, n);
  vTangent = turnYaw(place.w, t);
  vWorld = p;
  vUv = uv;
  vLock = aTint.ba;

  int slot = int(aPart.x);
  float shade = aTint.r * 2.;
  vec3 colour = slotColour(slot, a, b);
  vColour = shade < 1. ? colour * shade : mix(colour, vec3(1.), shade - 1.);
  vHair = unpackColour(a.y);
  vEye = unpackColour(b.w);
  int parts = int(c.x);
  vFace = vec4(float(parts & 7), float((parts >> 3) & 3), float((parts >> 5) & 3), float((parts >> 7) & 15));
  vMood = vec4(self.z, lidAt(uMoment, self.w), gazeAt(uMoment, self.w) + mood.yz);
  vKind = vec4(aPart.y, float(slot), self.w, mood.x);
#ifdef BAKE
  vCell = vec4(place.xy - vec2(uCellSize.x * .5, .08), place.xy + uCellSize * vec2(.5, 1.) - vec2(0., .08));
#endif
  gl_Position = projectionMatrix * viewMatrix * vec4(p, 1.);
}
