#include ./dawn.glsl;
varying vec3 vColour, vWorld;
void main() {
  gl_FragColor = vec4(hazed(vColour, vWorld), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
