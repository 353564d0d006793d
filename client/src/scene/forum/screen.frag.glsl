// The main screen: two slides with a dissolve between them, bright enough to read by day.
#include ../board.glsl;
varying vec2 vAt;

void main() {
  gl_FragColor = vec4(board(vAt).rgb * .96, 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
