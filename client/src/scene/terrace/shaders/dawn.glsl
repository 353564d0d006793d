// Dawn on the terrace: sky, mist and mountains shared by all its shaders. World space, metres, linear colour; directions normalised.
#include ../../light.glsl;
uniform vec3 uSun; // towards the visible sun; the key light stands a little higher, so that shadows are not endless
uniform sampler2D uNoise; // four octaves of tiling value noise, one scale a channel

const vec3 SUNLIGHT = vec3(1.9, 1.12, .62);

vec3 skyColour(vec3 d) {
  float y = max(d.y, 0.), s = max(dot(d, uSun), 0.);
  float towards = dot(normalize(d.xz + 1e-4), normalize(uSun.xz)) * .5 + .5;
  vec3 horizon = mix(vec3(.44, .39, .58), vec3(.98, .50, .29), smoothstep(.35, 1., towards));
  vec3 middle = mix(vec3(.22, .31, .54), vec3(.60, .40, .43), towards * towards);
  vec3 c = mix(horizon, middle, smoothstep(0., .17, y));
  c = mix(c, vec3(.028, .155, .33), smoothstep(.09, .46, y));
  return c + vec3(1., .42, .14) * pow(s, 7.) * .12 + vec3(1., .60, .26) * pow(s, 48.) * .20 + vec3(1., .66, .30) * pow(s, 420.) * .35;
}

vec3 mistColour(vec3 d) {
  float s = max(dot(d, uSun), 0.);
  return mix(vec3(.35, .36, .54), vec3(.90, .46, .25), .10 + .85 * pow(s, 3.)) + vec3(.14, .05, 0.) * pow(s, 24.);
}

// Thin over the terrace so that the middle of the picture keeps its contrast; thick below its edge, where the clouds begin.
vec3 hazed(vec3 c, vec3 world) {
  vec3 v = world - cameraPosition;
  float metres = length(v);
  float haze = (1. - exp(-max(0., metres - 12.) * .0016)) * mix(1., .6, smoothstep(0., 14., world.y));
  haze = max(haze, smoothstep(.2, -10., world.y) * .9);
  return mix(c, mistColour(v / metres), haze);
}

vec3 reflectedSky(vec3 R) { return skyColour(normalize(vec3(R.x, abs(R.y) + .02, R.z))); }

// Light that a thin or milky thing lets through from the sun behind it.
float shineThrough(vec3 V) { return pow(max(dot(-V, uSun), 0.), 3.); }
