// Lettered signs from one atlas: lit letters on a dark board.
#include ./common.glsl;
uniform sampler2D uSigns;
void main() {
  vec4 letters = texture2D(uSigns, vUv);
  gl_FragColor = vec4(finish(letters.rgb * 1.5 + vec3(.012, .010, .016)), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
