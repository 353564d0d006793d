// What a vertex is made of: Finish.cs. u = 64 * finish + 1 + metres along the grain.
float finishOf(float u) { return floor(u / 64. + .0001); }
vec2 grainOf(vec2 uv, float finish) { return vec2(uv.x - 64. * finish - 1., uv.y); }

// Woven bamboo: 1 where there is a strip.
float weaveAt(vec2 metres) {
  vec2 q = metres * 9.;
  float a = abs(fract(q.x + q.y) - .5), b = abs(fract(q.x - q.y) - .5), c = abs(fract(q.y) - .5);
  return max(max(step(.33, a), step(.33, b)), step(.38, c));
}

// A card of leaves: how surely a point of it is leaf, 0..1, and the leaf's own number in y. p is 0..1 over the card.
vec2 leavesAt(vec2 p, float seed) {
  vec2 q = p * 4.6, cell = floor(q);
  vec2 best = vec2(0.);
  for (int y = -1; y <= 1; y++) for (int x = -1; x <= 1; x++) {
    vec2 c = cell + vec2(float(x), float(y));
    float h = hash2(c + seed), turn = hash2(c + seed + 7.7) * 6.283;
    vec2 middle = c + .5 + (vec2(h, hash2(c + seed + 3.1)) - .5) * .7;
    if (length(middle / 4.6 - .5) > .41) continue;
    vec2 d = q - middle;
    d = vec2(d.x * cos(turn) + d.y * sin(turn), d.y * cos(turn) - d.x * sin(turn));
    float leaf = 1. - length(vec2(d.x * 1.35, d.y * (2.7 + 1.2 * d.x)));
    if (leaf > best.x) best = vec2(leaf, h);
  }
  return best;
}
