// The floor of the hall: dark polished screed that mirrors the screens, with sweeping pools of light.
#include ./common.glsl;

// A gobo: a soft pool of light with leaves cut out of it, turning slowly.
vec3 pool(vec2 centre, float radius, float turn, vec3 colour) {
  vec2 q = vWorld.xz - centre;
  float d = length(q) / radius;
  if (d > 1.) return vec3(0.);
  float leaf = .5 + .5 * cos(atan(q.y, q.x) * 5. + turn + d * 3.);
  return colour * smoothstep(1., .72, d) * (.25 + .75 * smoothstep(.25, .6, leaf * (1.2 - d)));
}

void main() {
  vec3 N = vec3(0., 1., 0.);
  vec3 V = normalize(cameraPosition - vWorld);
  float r = length(vWorld.xz - vec2(0., -14.));
  float grain = noise2(vWorld.xz * .7) * .5 + noise2(vWorld.xz * 3.1) * .3 + noise2(vWorld.xz * 11.) * .2;
  vec2 slab = abs(fract(vWorld.xz / 6.) - .5) * 6.;
  float joint = smoothstep(.025, .0, 3. - max(slab.x, slab.y));
  vec3 albedo = vec3(.040, .035, .048) * (.7 + .6 * grain) * (1. - .5 * joint);
  float plaza = smoothstep(12.6, 13.4, vWorld.z) * smoothstep(.36, .33, abs(atan(vWorld.x, vWorld.z + 14.)));
  vec2 plank = vec2(vWorld.x / .22, vWorld.z / 1.9 + hash1(floor(vWorld.x / .22)) * 7.);
  float seam = smoothstep(.06, .0, .5 - abs(fract(plank.x) - .5)) + smoothstep(.012, .0, .5 - abs(fract(plank.y) - .5));
  vec3 wood = vec3(.135, .062, .030) * (.65 + .5 * hash2(floor(plank)) + .25 * grain) * (1. - .6 * min(seam, 1.));
  albedo = mix(albedo, wood, plaza);
  vec3 c = albedo * (lightAt(N, V, vWorld, 1.) + roomLamps(N, vWorld));

  // Glow that spills from the stage's fascia and from the strip along the bowl.
  float runway = max(abs(vWorld.x) - 2.7, vWorld.z + 11.);
  float round = length(vWorld.xz - vec2(0., -11.)) - 5.2;
  float edge = max(0., min(vWorld.z < -33. ? 9. : length(max(vec2(abs(vWorld.x) - 17., -33. - vWorld.z), 0.) + vec2(0., max(0., vWorld.z + 33.))), min(runway < 0. || vWorld.z < -11. ? abs(vWorld.x) - 2.7 : 9., round)));
  c += uPaletteA * .16 * exp(-edge * .85) * step(vWorld.z, -3.) * (1. - step(vWorld.z, -33.));
  c += mix(uPaletteB, uPaletteA, .3) * .05 * exp(-abs(28. - r) * .8) * step(.33, abs(atan(vWorld.x, vWorld.z + 14.)));

  float t = uTime * .35;
  vec3 pools = pool(vec2(-14. + 6. * sin(t), -8. + 9. * cos(t * .8)), 3.6, t * 3., uPaletteA);
  pools += pool(vec2(14. + 6. * sin(t * .9 + 2.), -10. + 9. * cos(t * .7 + 1.)), 3.6, -t * 3., uPaletteB);
  pools += pool(vec2(-9. + 10. * sin(t * .6 + 4.), -20. + 6. * cos(t * .9 + 3.)), 3., t * 2.4, uPaletteB);
  pools += pool(vec2(10. + 9. * sin(t * .75 + 1.), -22. + 5. * cos(t * .6)), 3., -t * 2.4, uPaletteA);
  pools += pool(vec2(11. * sin(t * .5), 4. + 5. * cos(t * .7 + 2.)), 3.2, t * 2., mix(uPaletteA, uPaletteB, .5));
  c += pools * .17;

  float fresnel = .045 + .7 * pow(1. - max(V.y, 0.), 4.);
  vec3 bumped = normalize(vec3((noise2(vWorld.xz * 5.) - .5) * .05, 1., (noise2(vWorld.xz * 5. + 37.) - .5) * .05));
  c += screensMirrored(vWorld, reflect(-V, bumped), 1.3) * fresnel * mix(.75, .3, plaza) * (1. - .5 * joint);
  gl_FragColor = vec4(finish(c), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
