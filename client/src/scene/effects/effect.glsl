// What all effects know (stage-effects.ts). Seconds and metres; colours linear.
uniform float uAge;         // since it began
uniform float uLasts;       // for how long pieces are made
uniform float uStrength;    // 0 off .. 1
uniform float uCalm;        // 1: reduced motion
uniform float uDay;         // 0 a dark hall .. 1 daylight
uniform float uSeed;        // a whole number
uniform float uColourCount; // 0: the effect's own
uniform vec3 uColours[6];
uniform vec3 uEdge;         // the stage's front: half its width, height of its deck, z
uniform vec4 uCrowd;        // the audience: x, z of its middle, half its width, half its depth

// 0..1 from a whole number, the same on every graphics card (PCG, O'Neill 2014).
float random(uint n) {
  n = (n + uint(uSeed) * 7919u) * 747796405u + 2891336453u;
  n = ((n >> ((n >> 28u) + 4u)) ^ n) * 277803737u;
  return float((n >> 22u) ^ n) / 4294967296.;
}
vec3 random3(uint n) { return vec3(random(n), random(n + 7368787u), random(n + 15485863u)); }

// One of the effect's colours, or what it has by itself.
vec3 chosen(float at, vec3 own) { return uColourCount < .5 ? own : uColours[int(min(at * uColourCount, uColourCount - 1.))]; }

// The last time at which something began that begins every `every` seconds from `first` on; negative where there is none now.
float begunAt(float first, float every) {
  float turns = floor((uAge - first) / every);
  if (turns < 0.) return -1.;
  turns = min(turns, floor(max(uLasts - first, 0.) / every));
  return first + turns * every;
}

vec3 cameraRight() { return vec3(viewMatrix[0][0], viewMatrix[1][0], viewMatrix[2][0]); }
vec3 cameraUp() { return vec3(viewMatrix[0][1], viewMatrix[1][1], viewMatrix[2][1]); }
// Out of the picture, without a pixel.
const vec4 NOWHERE = vec4(2., 2., 2., 1.);
