// Petals that drift down across the terrace; those with a large seed lie on the floor. iSeed: four random numbers 0..1.
attribute vec4 iSeed;
varying vec3 vColour, vWorld;
uniform float uTime, uSway;
uniform vec3 uSun;
const float RESTING = .62, DAIS_Z = -19.;
void main() {
  bool resting = iSeed.w > RESTING;
  float clock = uTime * uSway, fall = fract(clock * .022 * (.6 + iSeed.w) + iSeed.z);
  vec3 at = vec3((iSeed.x - .5) * 64. + sin(clock * .5 + iSeed.y * 40.) * 1.6 + fall * 7., 13. * (1. - fall) + .03, -30. + iSeed.y * 62.);
  float a = clock * (1. + iSeed.w * 2.) + iSeed.x * 50., b = clock * (1. + iSeed.y * 2.) + iSeed.z * 30.;
  vec3 p = vec3(cos(a) * position.x - sin(a) * position.y, sin(a) * position.x + cos(a) * position.y, 0.);
  p = vec3(p.x, cos(b) * p.y, sin(b) * p.y);
  if (resting) {
    at = vec3((iSeed.x - .5) * 66., .03, -32. + iSeed.y * 66.);
    a = iSeed.z * 50.;
    p = vec3(position.x * cos(a) - position.y * sin(a), 0., position.x * sin(a) + position.y * cos(a));
    if (length(at.xz - vec2(0., DAIS_Z)) < 13.2 || length(at.xz) > 35.) at.y = -90.;
  }
  // None grows large before the eye.
  vWorld = at + p * (1.1 + iSeed.y) * smoothstep(2.5, 9., distance(at, cameraPosition));
  float towards = max(dot(normalize(vWorld - cameraPosition), uSun), 0.);
  vColour = mix(vec3(.80, .06, .04), vec3(.95, .30, .20), iSeed.x) * (.35 + 1.5 * pow(towards, 3.) + .5 * abs(cos(b)));
  gl_Position = projectionMatrix * viewMatrix * vec4(vWorld, 1.);
}
