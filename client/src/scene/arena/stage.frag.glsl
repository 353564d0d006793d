// Stage, runway, round stage and risers: glass decks over light that mirror the screens, and LED fascia on their sides.
#include ./common.glsl;

vec3 deck(vec3 V) {
  float main = step(vWorld.z, -33.);
  vec2 cell = vWorld.xz * (main > .5 ? .5 : .8);
  vec2 q = fract(cell) - .5;
  float seam = smoothstep(.47, .495, max(abs(q.x), abs(q.y)));
  float h = hash2(floor(cell));
  float d = length(vWorld.xz - vec2(0., -11.));
  float wave = exp(-pow(abs(fract(d * .05 - uBeat * .125) - .5) * 7., 2.));
  float glow = mix(wave * (.10 + .55 * h), .025 * h + .16 * wave * h * h, main);
  vec3 c = vec3(.012, .011, .018) * lightAt(vec3(0., 1., 0.), V, vWorld, 1.);
  c += mix(uPaletteB, uPaletteA, h) * glow * (1. - seam) * .85;
  c += uPaletteA * seam * .03;
  // Lit edges: along the runway, around the round stage, along the front.
  float ring = smoothstep(.09, .03, abs(d - 5.02)) * step(vWorld.z, -5.);
  float sides = smoothstep(.09, .03, abs(abs(vWorld.x) - 2.58)) * step(-33., vWorld.z) * step(5.2, d);
  float front = smoothstep(.10, .04, abs(vWorld.z + 33.14)) * step(2.7, abs(vWorld.x));
  c += mix(uPaletteA, vec3(1., .82, .7), .35) * (ring + sides + front) * 1.5;
  vec3 rough = normalize(vec3((noise2(vWorld.xz * 3.) - .5) * .02, 1., (noise2(vWorld.xz * 3. + 17.) - .5) * .02));
  float fresnel = .14 + .6 * pow(1. - max(V.y, 0.), 3.);
  c += screensMirrored(vWorld + vec3(0., .01, 0.), reflect(-V, rough), .32) * fresnel * (1. - .6 * seam);
  return c;
}

// The fascia is a low-resolution screen: columns of light that rise with the music, framed by metal.
vec3 fascia(vec3 N, vec3 V) {
  bool riser = vWorld.y > 1.6;
  float along = abs(N.x) > .7 ? vWorld.z : abs(N.z) > .999 ? vWorld.x : atan(vWorld.x, vWorld.z + 11.) * 5.2;
  float height = riser ? fract((vWorld.y - 1.6) / .4001) : vWorld.y / 1.6;
  vec2 px = vec2(along * 12., height * (riser ? 5. : 18.));
  vec2 led = fract(px) - .5;
  float far = smoothstep(.3, .9, max(fwidth(px.x), fwidth(px.y)));
  float dot_ = mix(smoothstep(.46, .22, length(led)) * 1.8, .62, far);
  vec2 id = floor(px);
  float wave = .5 + .5 * sin(id.x * .09 - uTime * 2.4) * sin(id.x * .031 + uTime * 1.1);
  float level = noise2(vec2(id.x * .23, uTime * 1.6)) * .55 + .45 * wave;
  float bar = smoothstep(.06, .0, height - .12 - .72 * level * (.75 + .25 * uPulse));
  vec3 colour = mix(uPaletteA, uPaletteB, clamp(height * 1.1 + .25 * sin(id.x * .05 + uTime), 0., 1.));
  vec3 c = colour * dot_ * (.09 + bar * .55);
  float frame = riser ? step(height, .1) + step(.9, height) : step(height, .09) + step(.9, height);
  float post = step(fract(along / 2.), .03);
  vec3 metal = vec3(.09, .085, .11) * lightAt(N, V, vWorld, .8) + colour * .03;
  c = mix(c, metal, clamp(frame + post, 0., 1.));
  if (!riser) c += uPaletteA * smoothstep(.06, .0, abs(height - .93)) * 1.3 + vec3(1., .75, .5) * .5 * smoothstep(.03, .0, abs(height - .045));
  else c += mix(uPaletteA, vec3(1.), .3) * step(.93, height) * .9;
  return c;
}

void main() {
  vec3 N = normalize(vNormal);
  vec3 V = normalize(cameraPosition - vWorld);
  gl_FragColor = vec4(finish(N.y > .5 ? deck(V) : fascia(N, V)), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
