// A plaque: as piece.vert.glsl, and where on its face a point is.
attribute vec4 aFinish;
varying vec3 vWorld, vNormal, vAt;
varying vec4 vFinish;
varying float vFront;

void main() {
  vec4 world = modelMatrix * vec4(position, 1.);
  vWorld = world.xyz;
  vNormal = mat3(modelMatrix) * normal;
  vFinish = aFinish;
  vAt = position;
  vFront = normal.z;
  gl_Position = projectionMatrix * viewMatrix * world;
}
