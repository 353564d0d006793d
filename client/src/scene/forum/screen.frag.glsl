// The main screen: two slides with a dissolve between them, bright enough to read by day.
varying vec2 vAt;
uniform sampler2D uSlide, uNextSlide;
uniform float uDissolve;

void main() {
  vec3 slide = mix(texture(uSlide, vAt).rgb, texture(uNextSlide, vAt).rgb, uDissolve);
  gl_FragColor = vec4(slide * .96, 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
