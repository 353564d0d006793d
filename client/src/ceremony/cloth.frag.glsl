// Red silk in the light of a place; with uCalm it fades away instead of falling.
#include ../scene/light.glsl;
uniform float uFall, uCalm;
varying vec3 vWorld;
varying float vUp;

void main() {
  vec3 V = normalize(cameraPosition - vWorld), N = normalize(cross(dFdx(vWorld), dFdy(vWorld))), L, light;
  if (dot(N, V) < 0.) N = -N;
  mainLight(vWorld, L, light);
  vec3 silk = mix(vec3(.62, .035, .045), vec3(.85, .55, .16), smoothstep(.045, .035, min(vUp, 1. - vUp)));
  float facing = max(dot(N, normalize(L + V)), 0.);
  vec3 colour = silk * lightAt(N, V, vWorld, 1.) + silk * light * .7 * pow(facing, 9.) + silk * uSky * .5 * pow(1. - max(dot(N, V), 0.), 2.);
  gl_FragColor = vec4(fogged(colour, distance(cameraPosition, vWorld)), 1. - uCalm * uFall);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
