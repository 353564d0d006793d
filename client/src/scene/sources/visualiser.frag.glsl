// What a visualiser shows. vUv over the whole picture, v upwards; colours linear.
varying vec2 vUv;
uniform float uStyle;   // 0 bars, 1 rings, 2 flow
uniform float uMotion;  // seconds, as the show counts them
uniform float uBeatNow; // beats
uniform float uLoud;    // 0..1
uniform float uAspect;  // width by height
uniform vec3 uPrimary, uSecondary;

#include ../noise.glsl;
vec3 night(vec2 uv) { return mix(vec3(.010, .006, .030), vec3(.035, .012, .055), uv.y) + uSecondary * .03 * (1. - uv.y); }

// Columns of light about the middle line, tallest in the middle, each with a mark that falls slowly.
vec3 bars(vec2 uv) {
  float count = floor(26. * uAspect), column = floor(uv.x * count), middle = abs((column + .5) / count - .5) * 2.;
  float swing = noise2(vec2(column * .37, uMotion * 2.2)) * .6 + noise2(vec2(column * .13 + 7., uMotion * 1.1)) * .4;
  float level = (.10 + uLoud * (1.15 - .75 * middle) * swing) * .95, y = abs(uv.y - .46) * 2.;
  vec2 cell = vec2(fract(uv.x * count), fract(uv.y * 34.));
  float gap = smoothstep(.06, .14, cell.x) * smoothstep(.94, .86, cell.x) * smoothstep(.08, .2, cell.y) * smoothstep(.96, .84, cell.y);
  float lit = smoothstep(.015, -.015, y - level) * (uv.y < .46 ? .35 : 1.), mark = smoothstep(.022, .008, abs(y - level - .05));
  vec3 colour = mix(uSecondary, uPrimary, smoothstep(0., .8, y) + .25 * sin(middle * 3. + uMotion * .3));
  return night(uv) + colour * lit * gap * 1.15 + mix(uPrimary, vec3(1.), .6) * mark * gap * .8 + colour * exp(-abs(y - level) * 9.) * .10;
}

// Rings that leave the middle on each beat.
vec3 rings(vec2 uv) {
  vec2 p = (uv - .5) * vec2(uAspect, 1.);
  float r = length(p), a = atan(p.y, p.x), c = 0.;
  vec3 sum = night(uv);
  for (int i = 0; i < 5; i++) {
    float age = fract(uBeatNow * .25 + float(i) * .2), turn = floor(uBeatNow * .25 + float(i) * .2);
    float wob = .05 * sin(a * (3. + float(i)) + uMotion * .7 + turn) * uLoud, radius = age * (.55 * uAspect + .15) + wob * age;
    float line = smoothstep(.045 * (.4 + age), 0., abs(r - radius));
    sum += mix(uPrimary, uSecondary, fract(float(i) * .4 + age * .5)) * line * (1. - age) * (1. - age) * 1.5;
    c += line;
  }
  float core = .13 + .09 * uLoud + .012 * sin(a * 5. - uMotion);
  sum += mix(uPrimary, vec3(1., .95, .9), .35) * (smoothstep(core, core - .02, r) * .55 + exp(-max(r - core, 0.) * 9.) * .35);
  float spokes = pow(.5 + .5 * sin(a * 24. + uMotion * .6), 10.) * smoothstep(core + .5 * uLoud, core, r) * smoothstep(core - .01, core + .02, r);
  return sum + uSecondary * spokes * .7;
}

// Silk in slow wind: bands of light folded by noise, brighter where they gather.
vec3 flow(vec2 uv) {
  vec2 p = (uv - .5) * vec2(uAspect, 1.) * 2.;
  vec3 sum = night(uv);
  for (int i = 0; i < 4; i++) {
    float k = float(i), bend = noise2(vec2(p.x * .8 + uMotion * (.16 + .05 * k), k * 5.3)) - .5, fine = noise2(vec2(p.x * 2.3 - uMotion * .3, k * 9.1 + uMotion * .1)) - .5;
    float y = p.y - (bend * 1.7 + fine * .35) * (.55 + .7 * uLoud) - (k - 1.5) * .28;
    float band = exp(-y * y * (9. + 8. * k)) + .9 * smoothstep(.035, .0, abs(y)) ;
    sum += mix(uPrimary, uSecondary, fract(k * .37 + p.x * .12 + uMotion * .02)) * band * (.30 + .30 * uLoud);
  }
  float dust = step(.988, hash2(floor(p * 60.) + floor(uMotion * .7))) * noise2(p * 3. + uMotion);
  return sum + mix(uPrimary, vec3(1.), .7) * dust * .8;
}

void main() {
  vec3 c = uStyle < .5 ? bars(vUv) : uStyle < 1.5 ? rings(vUv) : flow(vUv);
  gl_FragColor = vec4(c, 1.);
}
