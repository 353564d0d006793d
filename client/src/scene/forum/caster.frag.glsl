// What the sun does not pass: depth only, with the holes of woven screens and leaves.
#include ./noise.glsl;
#include ./finish.glsl;
varying vec3 vColour, vNormal, vWorld;
varying vec2 vGrain;
flat varying float vFinish;

void main() {
  if (vFinish > 3.5 && vFinish < 4.5 && weaveAt(vGrain) < .5) discard;
  if (vFinish > 14.5 && leavesAt(fract(vGrain), floor(hash2(floor(vColour.rg * 90.) + floor(vNormal.xy * 3.)) * 37.)).x < .32) discard;
  gl_FragColor = vec4(1.);
}
