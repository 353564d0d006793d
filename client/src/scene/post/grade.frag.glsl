// The picture as it is seen: scene plus bloom, exposure, tone mapping, grading, vignette, grain. Source linear HDR, result in output colours.
varying vec2 vUv;
uniform sampler2D uScene, uBloom;
uniform float uBloomStrength, uVignette, uContrast, uSaturation, uSeed, uGrain;
uniform vec3 uShadowTint, uLightTint;
#include <tonemapping_pars_fragment>

float hash(vec2 p) {
  vec3 q = fract(p.xyx * .1031);
  q += dot(q, q.yzx + 33.33);
  return fract((q.x + q.y) * q.z);
}

void main() {
  vec2 q = vUv - .5;
  float edge = dot(q, q);
  vec2 shift = q * edge * .0035; // lenses split colours a little at the rim
  vec3 c = vec3(texture2D(uScene, vUv - shift).r, texture2D(uScene, vUv).g, texture2D(uScene, vUv + shift).b);
  c += texture2D(uBloom, vUv).rgb * uBloomStrength;
  c = ACESFilmicToneMapping(max(c, 0.));
  float luma = dot(c, vec3(.2126, .7152, .0722));
  c = mix(vec3(luma), c, uSaturation);
  c *= mix(uShadowTint, uLightTint, smoothstep(.05, .75, luma));
  c = pow(max(c, 0.) / .18, vec3(uContrast)) * .18;
  c *= 1. - uVignette * smoothstep(.1, .55, edge);
  c += (hash(gl_FragCoord.xy + uSeed) - .5) * uGrain * (.25 + sqrt(max(luma, 0.)));
  gl_FragColor = vec4(clamp(c, 0., 1.), 1.);
  #include <colorspace_fragment>
}
