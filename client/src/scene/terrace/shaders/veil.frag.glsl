// The veil in a moon gate: light that turns like water, brighter towards its rim. Texture coordinates -1..1 from the middle.
#include ./dawn.glsl;
varying vec3 vNormal, vWorld;
varying vec4 vTint;
varying vec2 vUv;
void main() {
  float r = length(vUv), angle = atan(vUv.y, vUv.x);
  vec2 swirl = vec2(angle / 6.2831853 * 3. + r * .5 - uTime * .03, r * .8 - uTime * .06);
  float flow = texture2D(uNoise, swirl).r * .6 + texture2D(uNoise, vUv * .6 + uTime * vec2(.02, .035)).g * .5;
  float rings = .5 + .5 * sin(r * 22. - uTime * 1.6 + flow * 6.);
  float k = smoothstep(.35, .85, flow) * .55 + rings * .14 + smoothstep(.55, 1., r) * .5;
  float edge = smoothstep(1., .97, r);
  gl_FragColor = vec4(vTint.rgb * (.55 + 1.1 * k) + vec3(.9, .8, .7) * pow(k, 3.) * .5, clamp(.34 + .5 * k, 0., .92) * edge);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
