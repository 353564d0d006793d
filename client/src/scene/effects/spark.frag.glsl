// A spark: soft across, fading along. Additive.
varying vec2 vAt;
varying vec3 vColour;
void main() {
  float soft = max(0., 1. - abs(vAt.x)) * max(0., 1. - vAt.y * vAt.y);
  gl_FragColor = vec4(vColour * soft * soft * 1.8, 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
