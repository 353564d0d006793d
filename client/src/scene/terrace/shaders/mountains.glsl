// Six ink-wash ridges around the terrace, near to far. Include after dawn.glsl.
// Whole cycles of the tiling noise around the horizon, and no mipmaps: the ridges close behind the guests without a seam.
float ridgeNoise(float turn, float cycles, float row) {
  return textureLod(uNoise, vec2(turn * cycles, row), 0.).r * .62 + textureLod(uNoise, vec2(turn * (cycles * 3. - 1.), row + .21), 0.).g * .28
    + textureLod(uNoise, vec2(turn * cycles * 8., row + .43), 0.).b * .12;
}

// The nearest ridge that a direction from `eye` meets: its index (6 where none), distance, height of the ridge there and of the point.
struct Ridge { float index, metres, top, y; };

Ridge ridgeAt(vec3 d, vec3 eye) {
  float angle = atan(d.x, -d.z), sunAngle = atan(uSun.x, -uSun.z), slope = d.y / max(length(d.xz), 1e-3);
  for (int i = 0; i < 6; i++) {
    float k = float(i), metres = 260. + k * k * 52. + k * 70.;
    // The ridges part before the sun.
    float gap = smoothstep(.05, .42 - .03 * k, abs(angle - sunAngle - .02 + .05 * sin(k * 2.1)));
    float n = ridgeNoise(angle / 6.2831853 + k * .131, 3. + floor(k * .5), .13 + k * .171);
    float top = -30. + pow(max(n, 0.), 2.1) * (150. + k * 66.) * mix(.2 + .11 * k, 1., gap) * 1.22;
    float y = eye.y + slope * metres;
    if (y < top) return Ridge(k, metres, top, y);
  }
  return Ridge(6., 2600., 0., 0.);
}

vec3 ridgeColour(Ridge ridge, vec3 d) {
  float k = ridge.index, angle = atan(d.x, -d.z), s = max(dot(d, uSun), 0.);
  vec3 rock = mix(vec3(.085, .145, .205), vec3(.24, .25, .36), k / 5.);
  rock *= .72 + .55 * textureLod(uNoise, vec2(angle / 6.2831853 * 19. + k * .3, ridge.y * .011), 0.).g;
  float haze = clamp(.04 + k * .125 + smoothstep(50. + k * 14., -12., ridge.y) * .5, 0., .95);
  float below = clamp((ridge.top - ridge.y) / (60. + k * 18.), 0., 1.);
  return mix(rock, mistColour(d), haze) + vec3(1., .55, .22) * pow(s, 10.) * smoothstep(.10, 0., below) * .55;
}
