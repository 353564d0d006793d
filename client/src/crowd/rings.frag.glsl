// Two soft circles: one that stays, and one that goes out as far as the voice is loud. Colours are linear; tone mapping follows.
varying vec2 vAt;
varying float vShown, vLoud;
float circle(float r, float at, float width) { return exp(-pow((r - at) / width, 2.)); }
void main() {
  float r = length(vAt);
  if (r > 1.) discard;
  float reach = .56 + .3 * vLoud;
  float alpha = .72 * circle(r, .52, .05) + .5 * circle(r, reach, .06) * vLoud + .1 * smoothstep(.56, .2, r);
  gl_FragColor = vec4(vec3(.06, .78, .4), alpha * vShown);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
