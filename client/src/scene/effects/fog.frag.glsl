// Fog in the light of the stage. Blended by its thickness.
uniform vec3 uLit;
uniform float uTime;
varying vec2 vAt;
varying float vShown, vNumber;

#include ../noise.glsl;
void main() {
  vec2 q = vec2(vAt.x * 2.4 + vNumber * 3., vAt.y * 1.7 - uTime * .05 + vNumber);
  float curl = noise2(q + uTime * .06) * .6 + noise2(q * 2.3 - uTime * .04) * .4;
  float shape = max(0., 1. - vAt.x * vAt.x) * smoothstep(0., .18, vAt.y) * pow(max(0., 1. - vAt.y), 1.2);
  float thick = shape * smoothstep(.1, .75, curl + .35 * (1. - vAt.y)) * vShown;
  gl_FragColor = vec4(uLit * (.6 + .65 * curl), min(.5, thick * .72));
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
