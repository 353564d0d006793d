// Dual-filter blur, downwards: half the size of the source (Bjørge, "Bandwidth-efficient rendering", SIGGRAPH 2015).
varying vec2 vUv;
uniform sampler2D uSource;
uniform vec2 uTexel; // one pixel of the source
void main() {
  vec3 c = texture2D(uSource, vUv).rgb * 4.;
  c += texture2D(uSource, vUv + uTexel * vec2(-1., -1.)).rgb + texture2D(uSource, vUv + uTexel * vec2(1., -1.)).rgb;
  c += texture2D(uSource, vUv + uTexel * vec2(-1., 1.)).rgb + texture2D(uSource, vUv + uTexel).rgb;
  gl_FragColor = vec4(c * .125, 1.);
}
