// Daylight in the forum: sun through its static shadow map, windows and skylight as area lights, what the room throws back, lamps.
#include ../light.glsl;
#include ./noise.glsl;

uniform sampler2D uHeights; // height of the furniture seen from above, metres, with mipmaps: occlusion near the floor
uniform vec2 uHeightsOrigin, uHeightsSize; // metres
uniform float uDaylight; // what the blinds let in, 1 all
uniform vec3 uStageLamps; // light of the lamps over the stage
uniform float uSunGain; // the sun on stone and wood; on people (uKeyColour alone) it is gentler, or faces burn out

vec3 sunColour() { return uKeyColour * uSunGain; }

// Soft edges, because the sun comes through a deep roof: eight taps on a turned spiral.
float sunAt(vec3 world, vec3 N) {
  if (uShadowStrength <= 0.) return 1.;
  vec3 q = (uShadowMatrix * vec4(world + N * .045, 1.)).xyz;
  if (any(lessThan(q, vec3(0.))) || any(greaterThan(q, vec3(1.)))) return 1.;
  vec2 texel = 1. / vec2(textureSize(uShadowMap, 0));
  float turn = dither(gl_FragCoord.xy) * 6.283, lit = 0.;
  vec2 towards = vec2(cos(turn), sin(turn));
  for (int i = 0; i < 8; i++) {
    float reach = sqrt((float(i) + .5) / 8.) * 1.9;
    lit += step(q.z - .0009, texture(uShadowMap, q.xy + towards * reach * texel).r);
    towards = mat2(-.73737, .67549, -.67549, -.73737) * towards; // the golden angle
  }
  return lit / 8.;
}

// The coloured panes of the band under the roof, by height and place along the wall.
vec3 paneColour(float y, float z) {
  float h = hash2(floor(vec2(z, y - 6.2) / .65) + 3.);
  return h < .46 ? vec3(1., .95, .84) : h < .62 ? vec3(.32, .70, .64) : h < .80 ? vec3(1., .74, .34) : h < .89 ? vec3(.88, .40, .28) : h < .95 ? vec3(.36, .52, .80) : vec3(.60, .76, .42);
}

// What colour the sun has by the window it came through.
vec3 stainAt(vec3 world) {
  vec3 q = world + uKeyDirection * ((22. - world.x) / uKeyDirection.x);
  return q.y > 6.25 && q.y < 8.2 ? paneColour(q.y, q.z) * 1.1 : vec3(1.);
}

// Angle over sine by a rational fit instead of an arc cosine: Hill and Heitz, "Real-Time Area Lighting: a Journey from Research to Production", 2016.
float edgeOf(vec3 a, vec3 b, vec3 n) {
  float x = dot(a, b), y = abs(x);
  float v = (.8543985 + (.4965155 + .0145206 * y) * y) / (3.4175940 + (4.1616724 + y) * y);
  float angle = x > 0. ? v : .5 * inversesqrt(max(1. - x * x, 1e-7)) - v;
  return dot(cross(a, b), n) * angle;
}

// Irradiance from a uniform rectangle (Lambert's formula), its corners counter-clockwise as seen by what it lights.
float rectangle(vec3 p, vec3 n, vec3 a, vec3 b, vec3 c, vec3 d) {
  a = normalize(a - p);
  b = normalize(b - p);
  c = normalize(c - p);
  d = normalize(d - p);
  return max(0., edgeOf(a, b, n) + edgeOf(b, c, n) + edgeOf(c, d, n) + edgeOf(d, a, n));
}

// How open a point near the floor is: what stands higher around it takes light away.
float openness(vec3 world, vec3 N) {
  if (world.y > 4.) return 1.;
  vec2 near = (world.xz + N.xz * .16 - uHeightsOrigin) / uHeightsSize, wide = (world.xz + N.xz * .5 - uHeightsOrigin) / uHeightsSize;
  near.y = 1. - near.y;
  wide.y = 1. - wide.y;
  float a = textureLod(uHeights, near, 1.).r - world.y, b = textureLod(uHeights, wide, 3.).r - world.y;
  float walls = smoothstep(0., .9, min(min(22. - world.x, world.x + 22.), 32.1 - world.z));
  return (1. - .5 * smoothstep(.02, .55, a)) * (1. - .42 * smoothstep(0., .7, b)) * mix(.72, 1., walls);
}

vec3 portalGlow(vec3 world, vec3 N, vec3 place, vec3 colour) {
  vec3 to = place - world;
  float d = dot(to, to);
  return colour * max(dot(N, to * inversesqrt(d)) * .8 + .2, 0.) * 6. / (d + 2.5);
}

// Light arriving at a surface. `wrap` lets it reach around thin things such as leaves.
vec3 daylight(vec3 N, vec3 world, float wrap) {
  float window = rectangle(world, N, vec3(22.3, .4, -22.), vec3(22.3, 8.2, -22.), vec3(22.3, 8.2, 32.), vec3(22.3, .4, 32.));
  float roof = rectangle(world, N, vec3(-3.4, 12.4, -22.), vec3(-3.4, 12.4, 32.), vec3(3.4, 12.4, 32.), vec3(3.4, 12.4, -22.));
  vec3 around = mix(vec3(.36, .298, .225), vec3(.36, .338, .308), N.y * .5 + .5) * mix(.16, 1., uDaylight);
  around += uDaylight * vec3(.34, .27, .19) * exp(-abs(world.x - 9.) * .05) * (.5 - .5 * N.y); // the sunlit floor shines up
  if (world.z < -15.6 && abs(world.x) < 10.) { // stage lamps
    float f = smoothstep(10., 7., abs(world.x)) * smoothstep(-15.6, -17., world.z) * smoothstep(8., 1.5, world.y);
    around += uStageLamps * f * (.35 + .65 * max(dot(N, vec3(.1, .72, .68)), 0.));
  }
  if (world.x < -17.2 && world.z > -3.4 && world.z < 29.7 && world.y < 3.25) { // lamps under the boards of the stands
    float f = smoothstep(-17.2, -18.6, world.x) * smoothstep(-.4, 2.6, world.y);
    around += vec3(.95, .78, .55) * f * .7 * (.55 + .45 * max(dot(N, vec3(.7, .7, 0.)), 0.));
  }
  if (world.z > 22.) around += portalGlow(world, N, vec3(-7.6, 2.2, 32.), vec3(.95, .3, .45)) + portalGlow(world, N, vec3(7.6, 2.2, 32.), vec3(.25, .75, .5));
  around += (uWashColourA * washAt(uWashA, world.xz) + uWashColourB * washAt(uWashB, world.xz) + uWaveColour * waveAt(world.xz)) * (.4 + .6 * max(N.y, 0.));
  float facing = max((dot(N, uKeyDirection) + wrap) / (1. + wrap), 0.);
  vec3 sun = facing > 0. ? sunColour() * (facing * sunAt(world, N)) * stainAt(world) : vec3(0.);
  return (around + vec3(.84, .91, 1.02) * (window * 2.1 + roof * 2.9) * uDaylight) * openness(world, N) + sun;
}
