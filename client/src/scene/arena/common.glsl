// Shared by the arena's surfaces. World space, metres; colours linear.
#include ../light.glsl;
varying vec3 vWorld, vNormal;
varying vec4 vColour;
varying vec2 vUv;
uniform vec3 uPaletteA, uPaletteB; // the two show colours of the moment
uniform sampler2D uWall; // what the LED wall shows, with mip levels
uniform float uPulse; // 0..1, swells on the beat

float hash1(float n) { return fract(sin(n) * 43758.5453); }
#include ../noise.glsl;

// A warm lamp with soft reach: bars, lounges, merchandise. N faces away from the surface.
vec3 lampAt(vec3 N, vec3 world, vec3 lamp, vec3 colour, float reach) {
  vec3 to = lamp - world;
  float d = length(to);
  float near = max(0., 1. - d / reach);
  return colour * near * near * (.35 + .65 * max(dot(N, to / max(d, .01)), 0.));
}

vec3 roomLamps(vec3 N, vec3 world) {
  vec3 mirrored = vec3(abs(world.x), world.yz);
  vec3 n = vec3(N.x * sign(world.x + 1e-4), N.yz);
  vec3 light = lampAt(n, mirrored, vec3(9.2, 3., 18.), vec3(1.5, .78, .34), 8.);
  light += lampAt(n, mirrored, vec3(10.6, 3., 22.), vec3(1.2, .60, .26), 7.);
  light += lampAt(n, mirrored, vec3(2.4, 3.1, 24.4), vec3(1.3, .62, .50), 7.);
  light += lampAt(n, mirrored, vec3(7.4, 3.2, 25.5), world.x < 0. ? vec3(1.1, .62, .26) : vec3(.2, .9, .6), 6.);
  light += lampAt(n, mirrored, vec3(29.5, 4.2, -31.5), vec3(1.7, .75, .28), 9.);
  return light;
}

// Light of the lamps along promenade and gallery on walls and floor behind the top rows.
vec3 promenadeLight(vec3 world) {
  float r = length(world.xz - vec2(0., -14.));
  float promenade = smoothstep(37.5, 40.8, r) * smoothstep(43.2, 42.7, r) * smoothstep(9.2, 5., world.y) * smoothstep(4.2, 5., world.y);
  float gallery = smoothstep(51., 55.6, r) * smoothstep(15.6, 12., world.y) * smoothstep(11., 11.8, world.y);
  return vec3(.62, .30, .12) * (promenade + .8 * gallery);
}

// What a glossy surface mirrors of a screen (centre, half size, facing yaw), blurred with distance. R leaves the surface.
vec3 screenMirrored(vec3 from, vec3 R, vec3 centre, vec2 halfSize, float yaw, float roughness) {
  vec3 normal = vec3(sin(yaw), 0., cos(yaw)), right = vec3(cos(yaw), 0., -sin(yaw));
  float towards = dot(R, normal);
  if (towards > -.02) return vec3(0.);
  float t = dot(centre - from, normal) / towards;
  vec3 hit = from + R * t - centre;
  vec2 q = vec2(dot(hit, right), hit.y) / halfSize;
  float soft = clamp(t * roughness * .06, .02, .6);
  vec2 inside = smoothstep(vec2(1. + soft), vec2(1. - soft), abs(q));
  float level = clamp(log2(1. + t * roughness * 2.2), 0., 6.);
  return textureLod(uWall, clamp(q * .5 + .5, .01, .99), level).rgb * inside.x * inside.y;
}

vec3 screensMirrored(vec3 from, vec3 R, float roughness) {
  vec3 seen = screenMirrored(from, R, vec3(0., 9.2, -46.4), vec2(15., 6.), 0., roughness);
  seen += screenMirrored(from, R, vec3(-20.5, 9.6, -43.5), vec2(4.5, 6.), .38, roughness) * .8;
  seen += screenMirrored(from, R, vec3(20.5, 9.6, -43.5), vec2(4.5, 6.), -.38, roughness) * .8;
  return seen;
}

vec3 finish(vec3 colour) { return fogged(colour, distance(cameraPosition, vWorld)); }
