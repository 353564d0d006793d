// Paper that is shot over the audience and tumbles down, in one draw. iSeed: four numbers 0..1 a piece.
#include ./effect.glsl;
attribute vec4 iSeed;
uniform float uAmbient; // 1: it falls from above and was never shot
uniform float uTop;     // height from which it falls
uniform float uTime;
uniform vec3 uLit;
varying vec3 vColour;

vec3 fromHue(float h) { return clamp(abs(mod(h * 6. + vec3(0., 4., 2.), 6.) - 3.) - 1., 0., 1.); }

void main() {
  vColour = vec3(0.);
  gl_Position = NOWHERE;
  float slow = mix(1., 1.9, uCalm), life = (6.5 + 4. * iSeed.w) * slow, every = uAmbient > .5 ? life : life + 1.;
  float first = uAmbient > .5 ? -iSeed.z * life : iSeed.x < .55 ? iSeed.z * .5 : iSeed.z * life;
  float begun = uAmbient > .5 ? first + floor((uAge - first) / every) * every : begunAt(first, every), t = uAge - begun;
  if ((uAmbient < .5 && begun < 0.) || t > life || iSeed.y > uStrength * 1.02) return;
  uint n = uint(gl_InstanceID) * 31u + uint(abs(begun) * 8.) * 977u;
  vec3 r = random3(n);
  vec3 target = vec3(uCrowd.x + (r.x * 2. - 1.) * uCrowd.z, 0., uCrowd.y + (r.y * 2. - 1.) * uCrowd.w), centre;
  if (uAmbient > .5) centre = vec3(target.x, uTop * (1. - t / life), target.z);
  else {
    // Cannons along the stage's front; the air stops paper within a second, and what is left is its fall.
    float cannon = floor(r.z * 4.) - 1.5, up = uTop * (.5 + .45 * random(n + 99u));
    vec3 from = vec3(cannon * .6 * uEdge.x, uEdge.y + .4, uEdge.z);
    float flown = 1. - exp(-2.2 * t / slow), lifted = 1. - exp(-3.2 * t / slow);
    centre = mix(from, target, flown);
    centre.y = from.y + up * lifted - (up + from.y) * pow(clamp((t - .5 * slow) / (life - .5 * slow), 0., 1.), 1.15);
  }
  if (centre.y < .02) return;
  float speed = mix(1., .4, uCalm);
  centre.xz += vec2(sin(t * .9 * speed + iSeed.y * 40.), cos(t * .7 * speed + iSeed.x * 40.)) * .8 * smoothstep(.3, 2., t);
  float a = t * speed * (2. + iSeed.w * 4.) + iSeed.x * 50., b = t * speed * (1.5 + iSeed.y * 3.) + iSeed.z * 9.;
  vec2 flat_ = mat2(cos(a), sin(a), -sin(a), cos(a)) * position.xy;
  vec3 local = vec3(flat_.x, cos(b) * flat_.y, sin(b) * flat_.y);
  float glint = pow(abs(cos(b)), 12.);
  vec3 paper = mix(vec3(1., .30, .20), vec3(1., .78, .42), step(.5, iSeed.w));
  paper = mix(paper, fromHue(iSeed.w * 7.) * .6 + .35, step(.7, iSeed.x));
  paper = chosen(fract(iSeed.w * 13.), paper);
  vColour = paper * mix(.22 + 1.1 * glint, .5 + .6 * glint, uDay) + uLit * paper * mix(.5, .1, uDay);
  float metres = distance(cameraPosition, centre), far = (1.4 + .024 * metres) * (1. + .45 * uDay) * smoothstep(.7, 3., metres); // none as large as a face
  gl_Position = projectionMatrix * viewMatrix * vec4(centre + local * far * smoothstep(0., .12, t), 1.);
}
