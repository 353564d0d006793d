// uv.x runs down the shaft, uv.y across it.
varying vec2 vAt;
varying vec3 vWorld;
void main() {
  vAt = uv;
  vWorld = position;
  gl_Position = projectionMatrix * viewMatrix * vec4(position, 1.);
}
