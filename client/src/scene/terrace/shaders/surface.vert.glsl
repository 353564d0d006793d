// All that is built: tint in rgb and openness in the alpha of the vertex colour.
varying vec3 vNormal, vWorld;
varying vec4 vTint;
varying vec2 vUv;
void main() {
  vec4 world = modelMatrix * vec4(position, 1.);
  vWorld = world.xyz;
  vNormal = mat3(modelMatrix) * normal;
  vTint = color;
  vUv = uv;
  gl_Position = projectionMatrix * viewMatrix * world;
}
