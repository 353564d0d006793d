// Velvet drapes beside and behind the stage, lit from their feet. Vertex A is the depth of the fold.
#include ./common.glsl;
void main() {
  vec3 N = normalize(vNormal);
  if (!gl_FrontFacing) N = -N;
  vec3 V = normalize(cameraPosition - vWorld);
  float fold = vColour.a;
  vec3 velvet = vec3(.060, .010, .034);
  vec3 c = velvet * lightAt(N, V, vWorld, fold);
  float sheen = pow(1. - abs(dot(N, V)), 2.);
  float lamp = .55 + .45 * cos(vUv.x * 2.2);
  vec3 hue = mix(uPaletteA, uPaletteB, smoothstep(-.6, .6, sin(vWorld.x * .12 + uTime * .3)));
  c += hue * exp(-vWorld.y * .24) * lamp * fold * fold * .30;
  c += velvet * (hue * .8 + .2) * sheen * .8;
  gl_FragColor = vec4(finish(c), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
