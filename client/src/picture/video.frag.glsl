// A frame of a video as screens sample it: linear, whole, with a dark rim, so that what lies beside it on a screen of another shape is dark.
varying vec2 vUv;
uniform sampler2D uFrame; // sRGB as the browser decoded it
uniform vec2 uTexel; // of the target

vec3 linear(vec3 c) {
  return mix(c / 12.92, pow((c + .055) / 1.055, vec3(2.4)), step(.04045, c));
}

void main() {
  vec2 edge = min(vUv, 1. - vUv);
  float inside = step(uTexel.x, edge.x) * step(uTexel.y, edge.y);
  gl_FragColor = vec4(linear(texture2D(uFrame, vUv).rgb) * inside, 1.);
}
