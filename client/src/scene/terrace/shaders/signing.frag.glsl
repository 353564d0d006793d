// The signing wall: silk on a board, lit by the morning and by its own soft lamps.
#include ./dawn.glsl;
#include ./surface.glsl;
#include ../../board.glsl;
void main() {
  Surface s = surface();
  vec3 shown = board(vUv).rgb;
  s.albedo = shown * (.92 + .16 * texture2D(uNoise, vUv * vec2(9., 4.)).a);
  s.ao = 1.;
  finish(mix(diffuse(s, s.N) * .9 + s.albedo * vec3(.62, .52, .42) * (1. - .35 * abs(vUv.y - .6)), shown * 1.1, uPlain));
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
