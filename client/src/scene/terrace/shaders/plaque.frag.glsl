#include ./dawn.glsl;
#include ./surface.glsl;
uniform sampler2D uImage;
void main() {
  Surface s = surface();
  s.albedo = texture2D(uImage, vUv).rgb;
  s.ao = 1.;
  finish(diffuse(s, s.N) + s.albedo * .25);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
