// Brightest at the floor. Additive.
uniform vec4 uWave;
uniform vec3 uWaveColour;
varying float vUp;
varying vec3 vWorld;
void main() {
  float near = smoothstep(1., 6., distance(cameraPosition, vWorld)), turn = atan(vWorld.x - uWave.x, vWorld.z - uWave.y);
  float shimmer = .75 + .25 * sin(turn * 37. + uWave.z * 1.3) * sin(turn * 53. - uWave.z);
  gl_FragColor = vec4(uWaveColour * pow(1. - vUp, 3.) * shimmer * uWave.w * near * .5, 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
