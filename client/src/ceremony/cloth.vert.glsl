// A silk cloth that hangs over a plaque and falls. Around the plaque's middle, metres. uFall: 0 hangs .. 1 lies; uFloor: height of the floor; uHalf: half its height.
uniform float uFall, uCalm, uFloor, uHalf;
varying vec3 vWorld;
varying float vUp;

void main() {
  float up = position.y / uHalf * .5 + .5, fall = uCalm > .5 ? 0. : uFall, t = fall * 1.5;
  vec3 p = position;
  vUp = up;
  // Folds, deeper below where nothing holds it.
  float fold = sin(p.x * 7.3 + sin(p.y * 1.7) * .6) * .045 + sin(p.x * 17.1 + 1.3 + p.y) * .014;
  p.z += fold * (1.25 - up) + .02;
  // It comes loose from the middle outwards and drops; what has landed lies in waves before the foot.
  float loose = max(0., t - .12 * abs(p.x));
  p.y -= 4.9 * loose * loose;
  p.z += fall * (.32 + .18 * sin(p.x * 3.1 + t * 5.)) * (.6 + .8 * up);
  p.x += sin(up * 6. + t * 4.) * .07 * fall;
  float ground = uFloor + .03 + .1 * (.5 + .5 * sin(p.x * 9. + up * 21.)) * up;
  float landed = smoothstep(.25, -.05, p.y - ground);
  p.y = max(p.y, ground);
  p.z += landed * (up - .35) * .75;
  vec4 world = modelMatrix * vec4(p, 1.);
  vWorld = world.xyz;
  gl_Position = projectionMatrix * viewMatrix * world;
}
