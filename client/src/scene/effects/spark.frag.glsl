// A spark: soft across, fading along. Added to what is behind it in the dark; in daylight it covers that too, or it would be white before a bright sky.
uniform float uDay;
varying vec2 vAt;
varying vec3 vColour;
varying float vSmoke; // 0 a spark .. 1 a puff of dense smoke
void main() {
  if (vSmoke > 0.) {
    float curls = sin(vAt.x * 5. + vColour.r * 40.) * sin(vAt.y * 4.3 + vColour.g * 34.);
    float thick = min(1., vSmoke) * pow(max(0., 1. - dot(vAt, vAt)), 1.4) * (.85 + .3 * curls);
    gl_FragColor = vec4(vColour * (.85 + .25 * vAt.y) * thick, thick); // lit from above
    #include <tonemapping_fragment>
    #include <colorspace_fragment>
    return;
  }
  float soft = max(0., 1. - abs(vAt.x)) * max(0., 1. - vAt.y * vAt.y);
  gl_FragColor = vec4(vColour * soft * soft * 1.8, soft * uDay * min(1., dot(vColour, vec3(.6))));
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
