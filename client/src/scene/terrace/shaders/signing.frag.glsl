// The signing wall: silk on a board, lit by the morning and by its own soft lamps.
#include ./dawn.glsl;
#include ./surface.glsl;
#include ../../board.glsl;
void main() {
  Surface s = surface();
  s.albedo = board(vUv).rgb * (.92 + .16 * texture2D(uNoise, vUv * vec2(9., 4.)).a);
  s.ao = 1.;
  finish(diffuse(s, s.N) * .9 + s.albedo * vec3(.62, .52, .42) * (1. - .35 * abs(vUv.y - .6)));
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
