// What is brighter than the threshold, with a soft knee, at half the size. Colours linear.
varying vec2 vUv;
uniform sampler2D uSource;
uniform vec2 uTexel; // one pixel of the source
uniform float uThreshold;

// Weighs a sample by its brightness, so that one hot pixel does not sparkle (Karis 2014).
vec4 weighed(vec2 uv) {
  vec3 c = min(texture2D(uSource, uv).rgb, vec3(24.));
  float w = 1. / (1. + max(c.r, max(c.g, c.b)));
  return vec4(c * w, w);
}

void main() {
  vec4 sum = weighed(vUv + uTexel * vec2(-1., -1.)) + weighed(vUv + uTexel * vec2(1., -1.)) + weighed(vUv + uTexel * vec2(-1., 1.)) + weighed(vUv + uTexel);
  vec3 c = sum.rgb / sum.a;
  float peak = max(c.r, max(c.g, c.b));
  float knee = uThreshold * .5;
  float soft = clamp(peak - uThreshold + knee, 0., 2. * knee);
  float over = max(peak - uThreshold, soft * soft / (4. * knee + 1e-4));
  gl_FragColor = vec4(c * over / max(peak, 1e-4), 1.);
}
