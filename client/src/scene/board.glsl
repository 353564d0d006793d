// What a BoardScreen (screen.ts) shows. at: texture coordinates over the whole screen, v upwards.
uniform sampler2D uSlide, uNextSlide;
uniform float uDissolve; // 0 the one, 1 the next
uniform vec4 uFit; // share of each that is shown, about its middle: x, y of the one, z, w of the next

vec4 board(vec2 at) {
  vec2 q = at - .5;
  return mix(texture2D(uSlide, q * uFit.xy + .5), texture2D(uNextSlide, q * uFit.zw + .5), uDissolve);
}
