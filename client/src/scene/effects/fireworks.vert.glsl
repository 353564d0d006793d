// Shells that rise and burst, six under way at once: uSky is where they burst (middle), uSkySpread half its extent, uSize metres of a burst.
// By daylight they are seen by their colour and not by their light: stars are wider and cover the sky, and a third of them is puffs of coloured smoke.
#include ./effect.glsl;
uniform vec3 uSky, uSkySpread;
uniform float uSize;
const float SLOTS = 6., STARS = 120., RISE = 1.;
varying vec2 vAt;
varying vec3 vColour;
varying float vSmoke;

vec3 fromHue(float h) { return clamp(abs(mod(h * 6. + vec3(0., 4., 2.), 6.) - 3.) - 1., 0., 1.); }

void main() {
  vAt = position.xy * 2.;
  vColour = vec3(0.);
  vSmoke = 0.;
  gl_Position = NOWHERE;
  float slot = floor(float(gl_InstanceID) / STARS), star = mod(float(gl_InstanceID), STARS);
  float interval = mix(.62, 1.5, uCalm), begun = begunAt(slot * interval, SLOTS * interval), t = uAge - begun;
  if (begun < 0. || t > RISE + 2.4) return;
  uint shell = uint(slot + 1.) * 7u + uint(begun * 4.) * 1013u;
  vec3 r = random3(shell), kind = random3(shell + 5u);
  if (kind.z > .35 + .65 * uStrength) return; // a weaker one has fewer shells
  vec3 burst = uSky + (r * 2. - 1.) * uSkySpread, at, flight;
  vec3 own = kind.x < .4 ? vec3(1., .66, .22) : kind.x < .6 ? vec3(1., .16, .12) : fromHue(kind.y) * .75 + .25;
  vec3 colour = chosen(kind.x, own);
  float bright, wide = .011 * uSize, puff = 0.;
  if (t < RISE) {
    if (star > 9.) return;
    // The tail of the shell: some sparks behind its head.
    float up = max(t - star * .02, 0.) / RISE, eased = 1. - (1. - up) * (1. - up);
    vec3 from = vec3(burst.x * .8, max(uEdge.y, burst.y - uSize * 3.5), burst.z);
    at = mix(from, burst, eased);
    flight = burst - from;
    bright = (1. - star * .09) * .8 * (1. - up * .4);
    colour = vec3(1., .75, .4);
  } else {
    float s = t - RISE, open = 1. - exp(-2.6 * s);
    // A sunflower's spiral over the sphere; some shells burst as a ring.
    float y = 1. - 2. * (star + .5) / STARS, turn = star * 2.39996 + r.x * 6.28;
    vec3 way = vec3(cos(turn) * sqrt(1. - y * y), y, sin(turn) * sqrt(1. - y * y));
    if (kind.y < .22) way = normalize(vec3(way.x, way.y * .12 + way.x * (r.y - .5), way.z));
    float far = uSize * (.75 + .5 * r.z) * (.86 + .14 * random(shell + uint(star) * 17u));
    at = burst + way * far * open + vec3(0., -.17 * uSize * s * s, 0.);
    flight = way * far * 2.6 * (1. - open) + vec3(0., -.34 * uSize * s, 0.);
    float twinkle = mix(1., .45 + .55 * step(.4, random(shell + uint(star) + uint(s * 9.) * 57u)), smoothstep(.9, 1.6, s) * (1. - uCalm));
    bright = 3. * exp(-1.05 * s) * smoothstep(2.4, 1.5, s) * twinkle;
    colour = mix(vec3(1., .95, .85), colour, smoothstep(0., .28, s));
    if (star > STARS * .7 && kind.z < .5) colour = mix(colour, vec3(1., .8, .4), .7);
    if (uDay > .5 && mod(star, 3.) < .5) {
      puff = uSize * (.09 + .17 * open + .05 * s);
      vSmoke = uDay * 1.15 * smoothstep(.02, .3, s) * smoothstep(2.4, .8, s) * smoothstep(0., .2, uStrength);
    }
  }
  float metres = distance(cameraPosition, at);
  if (puff > 0.) {
    vColour = mix(vec3(.35), colour * colour, .85) * (.55 + .35 * random(shell + uint(star) * 3u));
    at += (cameraRight() * position.x + cameraUp() * position.y) * puff;
    gl_Position = projectionMatrix * viewMatrix * vec4(at, 1.);
    return;
  }
  vec3 along = normalize(flight + 1e-4), side = normalize(cross(along, cameraPosition - at));
  at += along * position.y * (wide * 5. + length(flight) * .07) + side * position.x * (wide * 2. + metres * .0034) * (1. + 1.4 * uDay);
  vColour = mix(colour * bright, colour * colour * colour * min(bright * 1.6, 1.8), uDay) * smoothstep(0., .2, uStrength);
  gl_Position = projectionMatrix * viewMatrix * vec4(at, 1.);
}
