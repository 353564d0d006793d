// Thin banks of haze before and over the stage that take the show's colours. Additive.
#include ../light.glsl;
uniform vec3 uPaletteA, uPaletteB;
varying vec2 vPlace;
varying vec3 vWorld;
void main() {
  float t = uTime * .12;
  float drift = sin(vWorld.x * .21 + t * 3.) * sin(vWorld.y * .45 - t * 2. + vWorld.z) + .6 * sin(vWorld.x * .47 - t * 4. + vWorld.y * .3);
  float shape = pow(max(0., 1. - length(vPlace * vec2(.92, 1.))), 1.6);
  float near = smoothstep(3., 14., distance(cameraPosition, vWorld));
  vec3 colour = mix(uPaletteA, uPaletteB, .5 + .5 * sin(vWorld.x * .1 + t * 5.));
  gl_FragColor = vec4(colour * shape * (.75 + .25 * drift) * .055 * near, 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
