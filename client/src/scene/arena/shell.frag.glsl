// Walls and ceiling: dark acoustic panels, lines of light that run up the wall, stars in the ceiling.
#include ./common.glsl;
void main() {
  vec3 N = -normalize(vNormal);
  if (gl_FrontFacing) N = -N;
  vec3 V = normalize(cameraPosition - vWorld);
  vec2 p = vWorld.xz - vec2(0., -14.);
  float angle = atan(p.x, p.y) * 57.29578;
  float up = smoothstep(17., 25., vWorld.y);
  // Slats of different depth, gathered in bays of five degrees that end at different heights.
  float bay = floor(angle / 5.), slat = angle / .625;
  float ends = 4.6 + 2.4 * hash1(bay * 3.7);
  float storey = floor((vWorld.y + 3. * hash1(bay)) / ends);
  float h = hash2(vec2(bay, storey)), depth = hash2(vec2(floor(slat), storey));
  float far = smoothstep(.35, 1., fwidth(slat));
  float bevel = mix(smoothstep(.5, .32, abs(fract(slat) - .5)), .72, far) * (1. - .6 * smoothstep(.47, .5, abs(fract(angle / 5.) - .5)));
  bevel *= 1. - .7 * smoothstep(.06, .0, abs(fract((vWorld.y + 3. * hash1(bay)) / ends)) * ends);
  bevel = mix(bevel * (.55 + .6 * depth), .7, up);
  h = mix(h, .5, up);
  vec3 albedo = vec3(.052, .040, .074) * (.6 + .55 * h) * (.3 + .7 * bevel);
  vec3 c = albedo * lightAt(N, V, vWorld, .8);
  // Colour climbs the wall from behind the suites, and from the floor behind the stage.
  float climb = exp(-max(0., vWorld.y - 16.) * .22) * smoothstep(11., 16.5, vWorld.y);
  float behind = smoothstep(100., 125., abs(angle)) * exp(-vWorld.y * .07);
  vec3 hue = mix(uPaletteA, uPaletteB, .5 + .5 * sin(angle * .05 + uTime * .25));
  c += hue * (climb * .14 + behind * .10) * (.35 + .65 * bevel) * (.6 + .6 * h);
  float line = smoothstep(.035, .012, abs(fract(angle / 15.) - .5));
  float run = smoothstep(.2, 1., sin(vWorld.y * .45 - uTime * 1.6 + floor(angle / 15.) * 1.3) * .5 + .5);
  c += hue * line * smoothstep(15.6, 16.8, vWorld.y) * (1. - up) * (.22 + .9 * run);
  vec2 star = p * .42;
  float s = hash2(floor(star));
  vec2 at = fract(star) - .5 - (vec2(hash1(s * 91.), hash1(s * 57.)) - .5) * .6;
  c += vec3(1., .86, .7) * step(.62, s) * smoothstep(.085, .0, length(at)) * up * (.45 + .35 * sin(uTime * .9 + s * 60.)) * 1.1;
  gl_FragColor = vec4(finish(c), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
