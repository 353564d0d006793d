// What the LED wall shows (2.5:1): the kapok blossom among rays, and the stage camera as a panel or over the whole wall. The title is
// laid over it by the wall itself (screen.frag.glsl): the side screens show a part of this picture and would cut it.
varying vec2 vUv;
uniform float uTime, uPulse, uPanel, uFull;
uniform vec3 uPaletteA, uPaletteB;
uniform sampler2D uFeed;
#include ./guests.glsl;

#include ../noise.glsl;

// Distance-like value of a five-petalled blossom of radius 1; negative inside.
float blossom(vec2 p, float turn) {
  float a = atan(p.x, p.y) + turn, r = length(p);
  float petal = abs(fract(a / 6.28318 * 5. + .5) - .5) * 2.;
  return r - (.38 + .62 * pow(1. - petal, .55));
}

vec3 art(vec2 uv) {
  vec2 p = (uv - .5) * vec2(2.5, 1.);
  float t = uTime, r = length(p), a = atan(p.y, p.x);
  vec3 night = mix(vec3(.022, .004, .060), vec3(.13, .012, .12), uv.y);
  vec3 c = night + uPaletteB * .10 * noise2(p * 2.6 + vec2(t * .12, -t * .2)) + uPaletteA * .07 * noise2(p * 5. - t * .2);
  float rays = pow(.5 + .5 * sin(a * 20. + t * .8), 6.) * smoothstep(.36, .9, r) * exp(-r * .75);
  c += rays * mix(uPaletteA, uPaletteB, .5 + .5 * sin(a * 3. + t * .4)) * .55;
  for (int i = 0; i < 3; i++) {
    float k = float(i), size = .46 - k * .115 + .012 * uPulse;
    float d = blossom(p / size, t * (.12 + .05 * k) * (mod(k, 2.) * 2. - 1.));
    vec3 petal = mix(mix(vec3(.85, .05, .035), vec3(1., .20, .06), k * .5), vec3(1., .55, .14), smoothstep(0., -.5, d));
    c = mix(c, petal * (.42 + .18 * k), smoothstep(.03, -.03, d));
    c += vec3(1., .36, .16) * smoothstep(.05, .0, abs(d)) * .6;
  }
  c = mix(c, vec3(1., .78, .30), smoothstep(.055, .045, r));
  c += mix(uPaletteB, vec3(1.), .15) * smoothstep(.008, .0, abs(r - .50 - .012 * uPulse)) * .9;
  // Petals fall, further ones smaller.
  for (int i = 0; i < 2; i++) {
    float scale = 5. + 4. * float(i);
    vec2 g = p * scale + vec2(sin(t * .5 + p.y * 3.) * .4, t * (1. - .3 * float(i)));
    vec2 id = floor(g);
    float h = hash2(id + float(i) * 31.);
    vec2 q = fract(g) - .5 - (vec2(hash2(id + 7.), hash2(id + 13.)) - .5) * .5;
    float turn = t * (h - .5) * 3. + h * 6.3;
    q = mat2(cos(turn), -sin(turn), sin(turn), cos(turn)) * q;
    float leaf = length(q * vec2(1., 2.2 + sin(t * 2. + h * 20.)));
    c += step(.72, h) * smoothstep(.17, .13, leaf) * vec3(1., .22, .14) * (.55 - .2 * float(i));
  }
  float column = floor(uv.x * 72.), level = .05 + .16 * pow(noise2(vec2(column * .41, t * 2.4)), 2.) * (1.2 - abs(uv.x - .5));
  float eq = step(uv.y, level) * step(.22, fract(uv.x * 72.)) * step(.25, fract(uv.y * 60.));
  return mix(c, mix(uPaletteB, uPaletteA, uv.y * 6.), eq * .9);
}

vec3 camera(vec2 uv) {
  vec3 c = texture2D(uFeed, uv).rgb * 1.25;
  return c * (1. - .3 * dot(uv - .5, uv - .5) * 2.);
}

void main() {
  vec3 artwork = art(vUv), c = artwork;
  // A panel of 16:9 in the middle, below the title.
  vec2 half_ = vec2(.25, .3516) * mix(.9, 1., uPanel), at = (vUv - vec2(.5, .385)) / half_;
  float box = max(abs(at.x), abs(at.y));
  float inside = smoothstep(1.002, .995, box) * uPanel;
  c = mix(c, c * .35, smoothstep(1.25, 1., box) * uPanel);
  c = mix(c, camera(at * .5 + .5), inside);
  float frame = smoothstep(1.03, 1.024, box) * smoothstep(.992, .998, box);
  c += mix(uPaletteA, vec3(1., .9, .8), .5) * frame * uPanel * 1.2;
  c = mix(c, camera(vec2(vUv.x, (vUv.y - .5) * .711 + .5)), uFull);
  c = withGuests(c, vUv, artwork * .16);
  gl_FragColor = vec4(c, 1.);
}
