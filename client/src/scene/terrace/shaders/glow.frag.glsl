// Paper lit from inside, ribbed.
#include ./dawn.glsl;
#include ./surface.glsl;
uniform vec3 uLanterns; // how bright lanterns are, and their colour
void main() {
  Surface s = surface();
  float facing = max(dot(s.N, s.V), 0.), ribs = .88 + .12 * cos(vUv.x * 88.);
  float flicker = .95 + .05 * sin(uTime * 2.3 + vWorld.x + vWorld.z);
  finish(uLanterns * s.albedo * s.albedo * vec3(2.6, 2., 1.6) * (.6 + .4 * facing) * ribs * flicker + s.albedo * vec3(.12, .06, .03));
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
