varying vec2 vAt;
flat varying vec3 vColour;
flat varying float vStrength;
void main() {
  float soft = max(0., 1. - length(vAt));
  float core = soft * soft * soft;
  gl_FragColor = vec4((vColour + .35 * core) * core * vStrength, 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
