// Where a direction lies in the panorama of clouds: azimuth across (the seam behind the guests), slope up, dense about the horizon.
const float HORIZON = .6, DEEPEST = 1.3, HIGHEST = .17;

vec2 panoramaAt(vec3 d) {
  float slope = d.y / max(length(d.xz), 1e-4);
  float v = slope < 0. ? HORIZON * (1. - sqrt(min(-slope / DEEPEST, 1.))) : HORIZON + (1. - HORIZON) * slope / HIGHEST;
  return vec2(atan(d.x, -d.z) / 6.2831853 + .5, v);
}

vec3 panoramaDirection(vec2 uv) {
  float angle = (uv.x - .5) * 6.2831853, k = (HORIZON - uv.y) / HORIZON;
  float slope = k > 0. ? -DEEPEST * k * k : HIGHEST * (uv.y - HORIZON) / (1. - HORIZON);
  return normalize(vec3(sin(angle), slope, -cos(angle)));
}
