// Everything that is a lamp, tube or lit strip. Vertex RGB is its colour, A how it moves (see ArenaKit.Glow).
#include ./common.glsl;
void main() {
  float how = floor(vColour.a * 5. + .5);
  vec3 c = vColour.rgb;
  float along = vWorld.x * .35 + vWorld.z * .21 + vWorld.y * .3;
  if (how < 1.5) c *= uPaletteA * (1.1 + .5 * uPulse);
  else if (how < 2.5) c *= uPaletteB * (1.0 + .4 * sin(along - uTime * 1.3));
  else if (how < 3.5) {
    float angle = atan(vWorld.x, vWorld.z + 14.);
    float run = pow(.5 + .5 * sin(angle * 12. - uTime * 1.7), 4.);
    c *= mix(uPaletteA, uPaletteB, .5 + .5 * sin(angle * 3. + uTime * .5)) * (.35 + 1.5 * run);
  } else if (how < 4.5) c *= 1.15 + .45 * sin(uTime * 1.1 + along * .6);
  else c *= 1.25;
  gl_FragColor = vec4(finish(c * 1.15), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
