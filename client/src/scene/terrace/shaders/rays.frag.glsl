// Added to the picture; its light is small enough to need no tone mapping of its own.
uniform float uTime, uSway;
varying vec2 vFromSun;
varying float vStrength;
void main() {
  float r = length(vFromSun), a = atan(vFromSun.y, vFromSun.x), turn = uTime * .02 * uSway;
  float beams = .5 + .5 * sin(a * 11. + 1.3 + turn) * sin(a * 17. + .4 - turn * 1.6) + .3 * sin(a * 29. + turn);
  float fan = mix(1., max(beams, 0.) * 1.2, smoothstep(.06, .35, r));
  float light = fan * (.16 * exp(-r * 1.7) + .26 * exp(-r * 6.));
  gl_FragColor = vec4(vec3(1., .62, .32) * light * vStrength, 1.);
}
