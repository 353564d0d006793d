varying vec3 vColour;
void main() {
  gl_FragColor = vec4(vColour, 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
