// A spark: soft across, fading along. Added to what is behind it in the dark; in daylight it covers that too, or it would be white before a bright sky.
uniform float uDay;
varying vec2 vAt;
varying vec3 vColour;
void main() {
  float soft = max(0., 1. - abs(vAt.x)) * max(0., 1. - vAt.y * vAt.y);
  gl_FragColor = vec4(vColour * soft * soft * 1.8, soft * uDay * min(1., dot(vColour, vec3(.6))));
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
