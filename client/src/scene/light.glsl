// The light of a place (light.ts). World space, metres; colours linear. N and V are normalised, V points to the camera.
uniform vec3 uSky, uGround, uKeyDirection, uKeyColour, uStagePosition, uStageColour, uWashColourA, uWashColourB, uRimColour, uFogColour;
uniform vec4 uWashA, uWashB;
uniform float uFogDensity, uTime, uBeat, uShadowStrength;
uniform sampler2D uShadowMap;
uniform mat4 uShadowMatrix;

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
  return hemisphere + (uKeyColour * key + uStageColour * stage + washes) * mix(.6, 1., ao) + uRimColour * rim * (.35 + .65 * max(key, stage)) * ao;
}

vec3 fogged(vec3 colour, float metres) {
  return mix(colour, uFogColour, 1. - exp(-uFogDensity * uFogDensity * metres * metres));
}
