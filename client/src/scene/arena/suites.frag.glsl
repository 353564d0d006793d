// Windows of the suites above the gallery: warm rooms, some asleep. vUv.x is metres along.
#include ./common.glsl;
void main() {
  float room = vUv.x / 4.8;
  float h = hash1(floor(room) + 3.), x = fract(room), v = clamp((vWorld.y - 14.05) / 2.55, 0., 1.);
  float pane = abs(fract(x * 3.) - .5);
  float mullion = max(step(.475, pane), max(step(x, .035), step(.965, x)));
  float lit = h < .22 ? .05 : .5 + .5 * hash1(h * 77.);
  vec3 wall = mix(vec3(.55, .26, .10), vec3(.62, .40, .22), hash1(h * 31.));
  // A lamp at the back wall, a dark sofa line, and people by the glass.
  float lamp = exp(-pow((x - .2 - .6 * hash1(h * 13.)) * 6., 2.)) * exp(-pow((v - .72) * 3.5, 2.));
  vec3 inside = wall * (.30 + .5 * v + 1.3 * lamp) * lit * (.35 + .65 * smoothstep(.0, .25, v));
  for (int i = 0; i < 3; i++) {
    float px = .15 + .7 * hash1(h * 97. + float(i) * 5.3), tall = .42 + .16 * hash1(h * 41. + float(i));
    float body = smoothstep(.032, .026, abs(x - px) * (v < tall - .10 ? 1. : 1.7)) * step(v, tall);
    inside *= 1. - .8 * body;
  }
  vec3 V = normalize(cameraPosition - vWorld);
  vec3 c = mix(inside, vec3(.02, .018, .03), mullion);
  c += mix(uPaletteA, uPaletteB, .5) * .035 * (1. - mullion) * (1. - v);
  gl_FragColor = vec4(finish(c * .8), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
