// Things of a ceremony. aFinish: colour (linear) and how much of it is metal, 0..1. World space, metres.
attribute vec4 aFinish;
varying vec3 vWorld, vNormal;
varying vec4 vFinish;

void main() {
  vec4 world = modelMatrix * vec4(position, 1.);
  vWorld = world.xyz;
  vNormal = mat3(modelMatrix) * normal;
  vFinish = aFinish;
  gl_Position = projectionMatrix * viewMatrix * world;
}
