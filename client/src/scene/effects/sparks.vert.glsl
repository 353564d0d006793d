// Cold sparks: fountains along the stage's front, each spark a streak along its flight. position: x across (-.5..5), y along (-.5...5).
#include ./effect.glsl;
const float FOUNTAINS = 8.;
varying vec2 vAt;
varying vec3 vColour;
varying float vSmoke;
void main() {
  vAt = position.xy * 2.;
  vColour = vec3(0.);
  vSmoke = 0.;
  gl_Position = NOWHERE;
  uint i = uint(gl_InstanceID);
  float fountain = mod(float(gl_InstanceID), FOUNTAINS), slow = mix(1., 1.5, uCalm), life = (.7 + .5 * random(i * 3u)) * slow;
  // From the middle outwards, as a hand would light them.
  float begun = begunAt(abs(fountain - 3.5) * .06 + random(i * 3u + 1u) * life, life), t = uAge - begun;
  if (begun < 0. || t > life) return;
  vec3 r = random3(i * 5u + uint(begun * 16.) * 131u);
  float s = t / slow;
  vec3 v = vec3((r.x - .5) * 1.3, (5.4 + 3.8 * r.y) * (.45 + .55 * uStrength), (r.z - .5) * 1.3), gravity = vec3(0., -6.5, 0.);
  vec3 from = vec3((fountain / (FOUNTAINS - 1.) * 2. - 1.) * uEdge.x * .92, uEdge.y + .05, uEdge.z - .35);
  vec3 at = from + v * s + .5 * gravity * s * s, flight = v + gravity * s;
  if (at.y < uEdge.y) return;
  float metres = distance(cameraPosition, at), age = t / life;
  vec3 along = normalize(flight), side = normalize(cross(along, cameraPosition - at));
  at += along * position.y * (.10 + .055 * length(flight)) + side * position.x * (.03 + .0024 * metres) * (1. + uDay);
  vec3 hot = mix(vec3(1.6, 1.35, .95), vec3(1.5, .62, .16), smoothstep(.25, .95, age));
  hot = mix(hot, mix(vec3(1.6, .95, .3), vec3(1.1, .3, .03), smoothstep(.1, .8, age)), uDay); // white is not seen before a bright sky
  vColour = chosen(r.x, hot) * (1.2 - age) * (1.3 + .9 * r.z) * (1. + .7 * uDay) * smoothstep(0., .08, uStrength);
  gl_Position = projectionMatrix * viewMatrix * vec4(at, 1.);
}
