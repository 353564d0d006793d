// Moving lamps: an instanced cone of light and a flare at its lens, in one draw. iLamp: world position, reach in metres. iAim, from beams.ts each frame:
// pitch and roll in radians, brightness, and which of the two colours, 0..1.
attribute vec4 iLamp, iAim;
attribute float aFlare; // 1 on the flare's quad
uniform vec3 uBeamA, uBeamB;
varying float vAlong, vFlare;
varying vec3 vColour, vNormal, vView, vWorld;
varying vec2 vCorner;

void main() {
  float pitch = iAim.x, roll = iAim.y, reach = iLamp.w;
  mat3 turnX = mat3(1., 0., 0., 0., cos(pitch), sin(pitch), 0., -sin(pitch), cos(pitch));
  mat3 turnZ = mat3(cos(roll), sin(roll), 0., -sin(roll), cos(roll), 0., 0., 0., 1.);
  mat3 turn = turnZ * turnX;
  vec3 local = position;
  vAlong = -position.y;
  local.y *= reach;
  local.xz *= mix(1., reach / 24., vAlong);
  vec3 world = turn * local + iLamp.xyz;
  vColour = mix(uBeamA, uBeamB, iAim.w) * iAim.z;
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
