// Two pictures side by side with a thin gap. vUv over the whole, v upwards.
#include ../pictured.glsl;
varying vec2 vUv;
uniform sampler2D uLeft, uRight;
uniform vec2 uLeftFit, uRightFit; // share of each that is shown, about its middle
uniform float uSplit;             // share of the width that the left one has

void main() {
  const vec3 ground = vec3(.008, .009, .012);
  vec3 left = pictured(uLeft, vec2(vUv.x / uSplit, vUv.y), uLeftFit * 1.015, ground), right = pictured(uRight, vec2((vUv.x - uSplit) / (1. - uSplit), vUv.y), uRightFit * 1.015, ground);
  gl_FragColor = vec4(vUv.x < uSplit ? left : right, 1.);
}
