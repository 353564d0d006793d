#include ./dawn.glsl;
uniform vec3 uLanterns; // how bright lanterns are, and their colour
varying float vHeight, vRib;
varying vec3 vNormal, vWorld;
void main() {
  vec3 v = vWorld - cameraPosition;
  float metres = length(v), facing = abs(dot(normalize(vNormal), v / metres));
  float flame = exp(-pow((vHeight + .28) * 2.2, 2.));
  vec3 c = mix(vec3(.80, .14, .02), vec3(1.7, .74, .20), flame * facing) * (.55 + .75 * facing) * (.82 + .18 * abs(cos(vRib * 6.)));
  c *= uLanterns;
  if (abs(vHeight) > .45) c = vec3(.8, .52, .18);
  gl_FragColor = vec4(mix(c, mistColour(v / metres), 1. - exp(-metres * .0035)), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
