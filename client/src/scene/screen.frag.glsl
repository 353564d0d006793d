// A screen of a place that has no look of its own.
#include ./board.glsl;
varying vec2 vAt;

void main() {
  gl_FragColor = vec4(board(vAt).rgb, 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
