// Moving lamps: an instanced cone of light and a flare at its lens, in one draw. iLamp: world position, index.
#include ../light.glsl;
attribute vec4 iLamp;
attribute float aFlare; // 1 on the flare's quad
uniform vec3 uPaletteA, uPaletteB;
uniform float uPulse, uCalm;
varying float vAlong, vFlare;
varying vec3 vColour, vNormal, vView, vWorld;
varying vec2 vCorner;

void main() {
  float i = iLamp.w, row = i < 12. ? 0. : i < 24. ? 1. : i < 34. ? 2. : 3.;
  float t = uTime * .55 * (1. - .75 * uCalm);
  // Each row has a figure of its own: crossing fans, a sweep over the hall, a crown around the round stage.
  float pitch = sin(t * .7 + iLamp.x * .09 + row) * .40 + .22 * (row - .4);
  float roll = sin(t * .55 + iLamp.x * .13 * (row - .5)) * .5 - iLamp.x * .012;
  if (row > 2.5) {
    vec2 out_ = normalize(iLamp.xz - vec2(0., -11.));
    float lean = .35 + .3 * sin(t * .8);
    pitch = -out_.y * lean;
    roll = out_.x * lean;
  }
  float reach = row < .5 ? 22. : row > 2.5 ? 15. : 28.;
  mat3 turnX = mat3(1., 0., 0., 0., cos(pitch), sin(pitch), 0., -sin(pitch), cos(pitch));
  mat3 turnZ = mat3(cos(roll), sin(roll), 0., -sin(roll), cos(roll), 0., 0., 0., 1.);
  mat3 turn = turnZ * turnX;
  vec3 local = position;
  vAlong = -position.y;
  local.y *= reach;
  local.xz *= mix(1., reach / 24., vAlong);
  vec3 world = turn * local + iLamp.xyz;
  float choice = mod(floor(i / 3.) + row, 2.);
  vColour = (choice < .5 ? uPaletteA : uPaletteB) * (.62 + .38 * sin(uTime * 1.9 + i * 1.7));
  vNormal = turn * normal;
  vFlare = aFlare;
  vCorner = position.xz;
  if (aFlare > .5) {
    vec3 right = vec3(viewMatrix[0][0], viewMatrix[1][0], viewMatrix[2][0]), up = vec3(viewMatrix[0][1], viewMatrix[1][1], viewMatrix[2][1]);
    vec3 aim = turn * vec3(0., -1., 0.);
    float facing = max(dot(aim, normalize(cameraPosition - iLamp.xyz)), 0.);
    float size = .38 + 1.5 * pow(facing, 6.);
    world = iLamp.xyz + aim * .2 + (right * position.x + up * position.z) * size;
    vColour *= .55 + 1.6 * pow(facing, 4.);
  }
  vWorld = world;
  vView = cameraPosition - world;
  gl_Position = projectionMatrix * viewMatrix * vec4(world, 1.);
}
