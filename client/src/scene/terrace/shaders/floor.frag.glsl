// Polished jade in rings about the dais, gold inlay, and the red carpet up to the gong.
#include ./dawn.glsl;
#include ./surface.glsl;
uniform vec3 uRing; // z of the great ring, height of its middle, radius

const vec3 DAIS = vec3(0., 1.5, -19.);
const float DAIS_RADIUS = 10., TERRACE_RADIUS = 36., CARPET = 1.75, TURN = 6.2831853;
const vec3 GOLD = vec3(.95, .66, .26);

// Metres of floor that a pixel covers. Taken once: derivatives of wrapped angles would dot the floor where they wrap.
float pixelMetres() { return max(fwidth(vWorld.x), fwidth(vWorld.z)); }

// A line of half-width w where x is 0, fading instead of flickering when it gets thinner than a pixel.
float line(float x, float w) {
  float f = pixelMetres();
  return smoothstep(w + f, w - f * .2, abs(x)) * min(1., w * 2.2 / (f + w));
}

struct Paving { vec3 stone; float id, gold; };

Paving paving(vec2 world) {
  vec2 p = world - DAIS.xz;
  float r = length(p), angle = atan(p.x, p.y), ring = floor(r / 2.2), across = fract(r / 2.2);
  float slabs = floor(ring * 3. + 6.), turn = angle / TURN * slabs + .5 * mod(ring, 2.);
  float id = fract(sin(ring * 12.98 + mod(floor(turn + .5), slabs) * 78.23) * 43758.5);
  float cloudy = texture2D(uNoise, world * .045 + id).r * .6 + texture2D(uNoise, world * .19 + id * .3).g * .4;
  vec3 stone = mix(vec3(.055, .20, .135), vec3(.21, .43, .31), cloudy) * (.86 + .22 * id);
  stone = mix(stone, vec3(.50, .68, .57), smoothstep(.045, 0., abs(cloudy - .52)) * .24);
  float joint = max(max(line(across * 2.2, .02), line((1. - across) * 2.2, .02)), line((fract(turn) - .5) / slabs * TURN * r, .018));
  float gold = max(line(mod(r, 6.6) - 3.3, .055), line(mod(r, 6.6) - 3.62, .022));
  gold = max(gold, line((fract(angle / TURN * 24.) - .5) / 24. * TURN * r, .028) * step(13.2, r));
  return Paving(stone * (1. - .32 * joint), id, gold);
}

// A lotus in the middle of the terrace and a band of meanders along its edge.
float inlay(vec2 world) {
  vec2 c = world - vec2(0., 7.);
  float r = length(c), angle = atan(c.x, c.y), out_ = length(world);
  float g = line(r - 3.5 - .7 * abs(sin(angle * 6.)), .05) * step(r, 5.);
  g = max(g, max(line(r - 2.2 - .6 * abs(cos(angle * 4.)), .04), max(line(r - 4.5, .06), line(r - .9, .04))));
  g = max(g, max(line(out_ - 34.6, .10), line(out_ - 33.9, .03)));
  return max(g, .8 * line(fract(atan(world.x, world.y) * 40.) - .5, .12) * step(abs(out_ - 34.25), .2));
}

vec3 carpet(vec2 world) {
  float side = abs(world.x), weave = .9 + .2 * texture2D(uNoise, world * .9).b;
  vec2 cloud = vec2(side - .6, mod(world.y, 2.4) - 1.2);
  float figure = line(length(cloud) - .34 - .07 * cos(atan(cloud.y, cloud.x) * 5.), .018) * .7;
  return mix(vec3(.36, .016, .016) * weave, vec3(.85, .56, .20), max(max(line(side - 1.55, .05), line(side - 1.42, .018)), figure));
}

// The great ring stands in the reflection without being drawn again: the mirrored ray is met with its plane.
vec3 environment(vec3 R) {
  vec3 c = reflectedSky(R);
  float t = (uRing.x - vWorld.z) / min(R.z, -1e-3);
  vec3 p = vWorld + R * t;
  float band = abs(length(p.xy - vec2(0., uRing.y)) - uRing.z);
  return mix(c, vec3(.30, .46, .37), smoothstep(.95, .6, band) * step(R.z, -.02) * step(vWorld.z, uRing.x + 60.) * step(0., t));
}

void main() {
  Surface s = surface();
  float onDais = length(vWorld.xz - DAIS.xz);
  bool isCarpet = abs(vWorld.x) < CARPET && vWorld.z < 31. && vWorld.z > DAIS.z + 3.6 && length(vWorld.xz) < TERRACE_RADIUS;
  Paving paved = paving(vWorld.xz);
  float gold = s.N.y > .5 ? max(paved.gold * step(.5, abs(onDais - 11.5)), inlay(vWorld.xz)) : 0.;
  s.albedo = isCarpet ? carpet(vec2(vWorld.x, vWorld.z + vWorld.y)) : mix(paved.stone, GOLD * .5, gold);
  if (isCarpet) gold = 0.;
  vec3 ripple = vec3((texture2D(uNoise, vWorld.xz * .31).rg - .5) * .016 + (paved.id - .5) * .006, 1.).xzy;
  vec3 N = s.N.y > .5 ? normalize(ripple) : s.N, R = reflect(-s.V, N);
  R.y = abs(R.y);
  vec3 c = diffuse(s, s.N) + s.albedo * vec3(.5, .6, .42) * shineThrough(s.V) * .3;
  float fresnel = (.035 + .62 * pow(1. - max(dot(N, s.V), 0.), 4.)) * (isCarpet ? .08 : 1.);
  float mirror = clamp(fresnel + gold * .5, 0., .8) * (.25 + .75 * s.ao);
  c = mix(c, environment(R) * mix(vec3(.92), GOLD * 1.3, gold), mirror);
  if (!isCarpet) c += SUNLIGHT * pow(max(dot(R, uSun), 0.), 110.) * .7 * keyVisibility(vWorld, s.N);
  finish(c);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
