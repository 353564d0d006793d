// Two discs in one: a tight dark one where the feet touch, a wide soft one of the body.
varying vec2 vAt;
varying float vStrength, vMetres;
void main() {
  float r = length(vAt);
  if (r > 1.) discard;
  float soft = 1. - r, shade = .36 * soft * soft + .40 * smoothstep(.55, .05, r);
  gl_FragColor = vec4(0., 0., 0., shade * vStrength * smoothstep(90., 50., vMetres));
}
