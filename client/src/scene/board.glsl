// What a BoardScreen (screen.ts) shows. at: texture coordinates over the whole screen, v upwards.
#include ./pictured.glsl;
uniform sampler2D uSlide, uNextSlide, uSign;
uniform float uDissolve; // 0 the one, 1 the next
uniform float uSignShare; // of the sign over both
uniform float uPlain; // how much was given to the screen, and is shown as it is
uniform float uScreenAspect; // width by height of the screen
uniform vec4 uFit; // share of each that is shown, about its middle: x, y of the one, z, w of the next

const vec3 BOARD_GROUND = vec3(.008, .009, .012);

// Artwork may be transparent; what is shown whole is not, beside it neither.
vec4 slide(sampler2D picture, vec2 at, vec2 fit) {
  if (fit.x > 1. || fit.y > 1.) return vec4(pictured(picture, at, fit, BOARD_GROUND), 1.);
  return texture2D(picture, (at - .5) * fit + .5);
}

vec4 board(vec2 at) {
  vec4 c = mix(slide(uSlide, at, uFit.xy), slide(uNextSlide, at, uFit.zw), uDissolve), sign = signOver(uSign, at, uScreenAspect, uSignShare);
  return vec4(mix(c.rgb, sign.rgb, sign.a), max(c.a, sign.a));
}
