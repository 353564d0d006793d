// Low fog on the stage that spills over its front: soft banks that roll towards the audience. position: a quad from its foot upwards.
#include ./effect.glsl;
varying vec2 vAt;
varying float vShown, vNumber;
void main() {
  vAt = vec2(position.x * 2., position.y);
  float i = float(gl_InstanceID), slow = mix(1., 2.5, uCalm), life = (9. + 5. * random(uint(i) * 3u)) * slow;
  float turn = fract((uAge + 40.) / life + random(uint(i) * 3u + 1u)), since = turn * life;
  uint n = uint(i) * 11u + uint(floor((uAge + 40.) / life)) * 313u;
  vec3 r = random3(n);
  float ahead = mix(-6.5, 2.2, r.y) + turn * 3.6, over = smoothstep(-.3, 1.6, ahead);
  vec3 foot = vec3((r.x * 2. - 1.) * uEdge.x * 1.05 + sin(since * .15 + i) * .8, mix(uEdge.y, .02, over), uEdge.z + ahead);
  float wide = 6. + 4. * r.z, tall = (1.2 + .8 * r.x) * (.6 + .4 * uStrength);
  vec3 right = normalize(vec3(viewMatrix[0][0], 0., viewMatrix[2][0]));
  vec3 at = foot + right * position.x * wide + vec3(0., position.y * tall - .25, 0.);
  float near = smoothstep(1.2, 5., distance(cameraPosition, foot));
  vShown = smoothstep(0., .25, turn) * smoothstep(1., .6, turn) * uStrength * near;
  vNumber = r.z * 17.;
  gl_Position = vShown <= 0. ? NOWHERE : projectionMatrix * viewMatrix * vec4(at, 1.);
}
