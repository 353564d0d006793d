// Every static surface of the arena. Out: world position and normal (metres), vertex colour and texture coordinates as the scene's author set them.
attribute vec4 color;
varying vec3 vWorld, vNormal;
varying vec4 vColour;
varying vec2 vUv;
void main() {
  vec4 world = modelMatrix * vec4(position, 1.);
  vWorld = world.xyz;
  vNormal = mat3(modelMatrix) * normal;
  vColour = color;
  vUv = uv;
  gl_Position = projectionMatrix * viewMatrix * world;
}
