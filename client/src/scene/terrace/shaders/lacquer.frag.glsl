#include ./dawn.glsl;
#include ./surface.glsl;
void main() {
  Surface s = surface();
  finish(diffuse(s, s.N) + reflectedSky(s.R) * (.04 + .5 * s.fresnel) * .75 * s.ao);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
