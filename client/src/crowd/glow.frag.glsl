varying vec2 vAt;
flat varying vec3 vColour;
flat varying float vStrength;
flat varying float vCover; // how much of what is behind it is hidden; 0 in the dark
void main() {
  float soft = max(0., 1. - length(vAt)), core = soft * soft * soft;
  // In daylight what only adds light is white: there it is a spot of its colour.
  float spot = smoothstep(0., .8, soft) * vCover;
  gl_FragColor = vec4((vColour + .35 * core) * core * vStrength * (1. - vCover) + vColour * 1.3 * spot, spot);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
