// A ring of light that runs outwards over the floor: a low curtain. position: x, z on a circle of radius 1, y 0..1.
uniform vec4 uWave; // x, z of its middle, radius in metres, strength
varying float vUp;
varying vec3 vWorld;
void main() {
  vUp = position.y;
  vWorld = vec3(uWave.x + position.x * uWave.z, position.y * 3.4, uWave.y + position.z * uWave.z);
  gl_Position = projectionMatrix * viewMatrix * vec4(vWorld, 1.);
}
