#include ./dawn.glsl;
#include ./surface.glsl;
void main() {
  Surface s = surface();
  finish((s.albedo * mirrored(s.R) * 1.35 + diffuse(s, s.N) * .5) * (.35 + .65 * s.ao));
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
