// Painted solid parts: rows, barriers, bars, sofas. Vertex RGB is the albedo, A the ambient occlusion.
#include ./common.glsl;
uniform float uGloss;
void main() {
  vec3 N = normalize(vNormal);
  if (!gl_FrontFacing) N = -N;
  vec3 V = normalize(cameraPosition - vWorld);
  vec3 light = lightAt(N, V, vWorld, vColour.a) + (roomLamps(N, vWorld) + promenadeLight(vWorld)) * mix(.5, 1., vColour.a);
  vec3 c = vColour.rgb * light;
  float fresnel = pow(1. - max(dot(N, V), 0.), 4.);
  vec3 R = reflect(-V, N);
  c += (vColour.rgb * .6 + .02) * (uGloss + fresnel * .5) * (uStageColour * pow(max(dot(R, normalize(uStagePosition - vWorld)), 0.), 18.) * 2.2 + uPaletteB * .06 * max(R.y, 0.));
  gl_FragColor = vec4(finish(c), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
