// Paper lanterns that rise from among the audience and go out under the sky (uTop, metres). One mesh a lantern, all in one draw.
#include ./effect.glsl;
uniform float uTop;
varying float vHeight, vRib, vShown;
varying vec3 vNormal, vWorld, vTint;
void main() {
  vHeight = position.y;
  vRib = atan(position.x, position.z);
  vNormal = normal;
  vShown = 0.;
  vTint = vec3(1.);
  vWorld = vec3(0.);
  gl_Position = NOWHERE;
  uint i = uint(gl_InstanceID);
  float slow = mix(1., 1.6, uCalm), climb = (.75 + .5 * random(i * 3u)) * (uTop > 30. ? 1.5 : 1.), life = uTop / climb * slow;
  float begun = begunAt(random(i * 3u + 1u) * min(life, 14.), life), t = uAge - begun;
  if (begun < 0. || t > life || random(i * 3u + 2u) > .25 + .75 * uStrength) return;
  vec3 r = random3(i * 7u + uint(begun) * 1009u);
  float up = t / life;
  vec3 at = vec3(uCrowd.x + (r.x * 2. - 1.) * uCrowd.z, 1.7 + uTop * up, uCrowd.y + (r.y * 2. - 1.) * uCrowd.w);
  at.xz += vec2(sin(t * .21 + r.z * 20.), cos(t * .17 + r.x * 20.)) * (1.1 + 2.4 * up) + vec2(1.6, -2.8) * up * uTop * .08;
  float size = (.42 + .36 * r.z) * smoothstep(0., .03, up) * smoothstep(1., .86, up);
  vShown = smoothstep(0., .02, up) * smoothstep(0., .15, uStrength);
  vTint = chosen(r.z, vec3(1.));
  vWorld = position * size + at;
  gl_Position = projectionMatrix * viewMatrix * vec4(vWorld, 1.);
}
