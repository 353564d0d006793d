// Dual-filter blur, upwards: twice the size of the source, added onto what the target holds.
varying vec2 vUv;
uniform sampler2D uSource;
uniform vec2 uTexel; // one pixel of the source
uniform float uSpread; // share of the wider blur
void main() {
  vec2 h = uTexel * .5;
  vec3 c = texture2D(uSource, vUv + vec2(-h.x * 2., 0.)).rgb + texture2D(uSource, vUv + vec2(h.x * 2., 0.)).rgb;
  c += texture2D(uSource, vUv + vec2(0., -h.y * 2.)).rgb + texture2D(uSource, vUv + vec2(0., h.y * 2.)).rgb;
  c += 2. * (texture2D(uSource, vUv + vec2(-h.x, h.y)).rgb + texture2D(uSource, vUv + h).rgb + texture2D(uSource, vUv + vec2(h.x, -h.y)).rgb + texture2D(uSource, vUv - h).rgb);
  gl_FragColor = vec4(c * (uSpread / 12.), 1.);
}
