varying vec2 vPlace;
varying vec3 vWorld;
void main() {
  vPlace = uv * 2. - 1.;
  vWorld = position;
  gl_Position = projectionMatrix * viewMatrix * vec4(position, 1.);
}
