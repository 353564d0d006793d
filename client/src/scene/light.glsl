// The light of a place (light.ts). World space, metres; colours linear. N and V are normalised, V points to the camera.
uniform vec3 uSky, uGround, uKeyDirection, uKeyColour, uStagePosition, uStageColour, uWashColourA, uWashColourB, uRimColour, uFogColour;
uniform vec4 uWashA, uWashB;
uniform float uFogDensity, uTime, uBeat, uShadowStrength;
uniform sampler2D uShadowMap;
uniform mat4 uShadowMatrix;
uniform vec4 uWave; // a ring of light that runs through everyone: x, z of its middle, radius in metres, strength
uniform vec3 uWaveColour;
#include ./sticks.glsl;

// Share of the key light that reaches a point: four taps of the static shadow map, 1 where it does not cover.
float keyVisibility(vec3 world, vec3 N) {
  if (uShadowStrength <= 0.) return 1.;
  vec4 p = uShadowMatrix * vec4(world + N * .04, 1.);
  vec3 q = p.xyz / p.w;
  if (any(lessThan(q, vec3(0.))) || any(greaterThan(q, vec3(1.)))) return 1.;
  vec2 texel = 1. / vec2(textureSize(uShadowMap, 0));
  float lit = 0.;
  for (int i = 0; i < 4; i++) {
    vec2 offset = (vec2(float(i & 1), float(i >> 1)) - .5) * 1.5 * texel;
    lit += step(q.z - .0012, texture(uShadowMap, q.xy + offset).r);
  }
  return mix(1., lit * .25, uShadowStrength);
}

// How much of the running ring is at a point: it comes suddenly and leaves a short wake.
float waveAt(vec2 xz) {
  if (uWave.w <= 0.) return 0.;
  float behind = uWave.z - distance(xz, uWave.xy);
  return uWave.w * smoothstep(-1.2, .2, behind) * exp(-max(behind, 0.) * .42);
}

float washAt(vec4 wash, vec2 xz) { return wash.w * smoothstep(wash.z, wash.z * .15, distance(xz, wash.xy)); }

// Soft, half-wrapped diffuse light: skin and cloth never fall to black.
vec3 lightAt(vec3 N, vec3 V, vec3 world, float ao) {
  vec3 hemisphere = mix(uGround, uSky, N.y * .5 + .5) * mix(.55, 1., ao);
  float key = smoothstep(-.25, 1., dot(N, uKeyDirection)) * keyVisibility(world, N);
  vec3 toStage = uStagePosition - world;
  float stage = smoothstep(-.35, .9, dot(N, normalize(toStage))) / (1. + dot(toStage.xz, toStage.xz) * .0011);
  float up = .4 + .6 * max(N.y, 0.);
  vec3 washes = (uWashColourA * washAt(uWashA, world.xz) + uWashColourB * washAt(uWashB, world.xz)) * up;
  float rim = pow(1. - max(dot(N, V), 0.), 3.);
  washes += uWaveColour * waveAt(world.xz) * (.35 + .65 * up);
  return hemisphere + (uKeyColour * key + uStageColour * stage + washes) * mix(.6, 1., ao) + uRimColour * rim * (.35 + .65 * max(key, stage)) * ao;
}

vec3 fogged(vec3 colour, float metres) {
  return mix(colour, uFogColour, 1. - exp(-uFogDensity * uFogDensity * metres * metres));
}

// The strongest light on a person: towards it, and its colour. Places mix a key light and a stage; a little comes from above always.
void mainLight(vec3 world, out vec3 L, out vec3 colour) {
  vec3 toStage = uStagePosition - world;
  vec3 stage = uStageColour / (1. + dot(toStage.xz, toStage.xz) * .0011);
  float key = dot(uKeyColour, vec3(.3, .5, .2)), other = dot(stage, vec3(.3, .5, .2));
  L = normalize(uKeyDirection * key + normalize(toStage) * other + vec3(0., .02, 0.));
  colour = uKeyColour + stage + uSky * .35;
}

// Core of a glow stick: its colour, nearly white in the middle of what the eye sees as bright.
vec3 glowAt(vec3 colour) { return colour * 2.1 + .32; }

// People: skin with a warm edge of shadow, hair that shines along its locks, cloth with a soft nap, gloss. tangent: direction of
// the lock; lock: across it and along it from the root, 0..1; eyes: share of a drawn eye, which takes less shade than skin.
vec3 personLight(int kind, vec3 albedo, vec3 N, vec3 V, vec3 tangent, vec2 lock, vec3 world, float ao, float eyes) {
  vec3 L, light;
  mainLight(world, L, light);
  float strand = 0.;
  if (kind == 2) {
    float u = lock.x;
    strand = sin(u * 19.) * .5 + sin(u * 43. + 2.) * .3 + sin(u * 7. + lock.y * 3.) * .4;
    albedo *= mix(.66, 1.12, smoothstep(0., .75, lock.y)) * (1. + .10 * strand);
  }
  vec3 lit = lightAt(N, V, world, ao), colour = albedo * lit;
  float facing = dot(N, L), edge = pow(1. - clamp(dot(N, V), 0., 1.), 3.);
  vec3 H = normalize(L + V);
  if (kind < 2) {
    float terminator = exp(-pow((facing - .02) / .28, 2.));
    colour += albedo * light * vec3(.13, .030, .018) * terminator * (1. - eyes);
    colour += albedo * (light * .10 + uSky * .22) * eyes;
  } else if (kind == 2) {
    // Tangents lean downwards together, so that the shine runs as one ring over many locks instead of a patch on each.
    vec3 T = normalize(tangent + vec3(0., -.7, 0.) + N * (.05 * strand - .02));
    float first = dot(T, H), second = dot(normalize(T + N * .28), H), towards = smoothstep(-.5, .6, facing);
    float sharp = pow(sqrt(max(0., 1. - first * first)), 60.), broad = pow(sqrt(max(0., 1. - second * second)), 18.);
    // On the crown all locks lie across the light at once: a full shine there would turn dark hair grey.
    float crown = 1. - .8 * smoothstep(.5, .92, N.y);
    colour += light * ((albedo * 1.5 + .009) * sharp * .42 * crown + albedo * broad * .30) * towards * ao;
  } else if (kind == 3) {
    colour += albedo * lit * .16 * pow(1. - clamp(dot(N, V), 0., 1.), 1.6);
  } else if (kind == 4) {
    colour += light * .32 * pow(max(0., dot(N, H)), 60.) + albedo * lit * .12 * edge;
  }
  return colour;
}
