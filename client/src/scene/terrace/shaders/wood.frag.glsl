#include ./dawn.glsl;
#include ./surface.glsl;
void main() {
  Surface s = surface();
  float grain = texture2D(uNoise, vec2(vUv.x * 2. + vWorld.x * .1, vWorld.y * .35)).b;
  s.albedo *= .72 + .56 * grain;
  finish(diffuse(s, s.N));
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
