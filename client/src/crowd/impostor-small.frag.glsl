// Makes the small atlas of far people: of the large one's texels that fall into one, the slot that most show, their mean normal and
// occlusion; nothing where less than half is covered. Sticks are left out: at that distance their glow is all one sees of them.
uniform sampler2D uAtlas;
void main() {
  ivec2 corner = ivec2(gl_FragCoord.xy) * REDUCTION;
  float votes[16];
  for (int slot = 0; slot < 16; slot++) votes[slot] = 0.;
  vec2 normal = vec2(0.);
  float cover = 0., ao = 0.;
  for (int y = 0; y < REDUCTION; y++) {
    for (int x = 0; x < REDUCTION; x++) {
      vec4 texel = texelFetch(uAtlas, corner + ivec2(x, y), 0);
      int slot = int(texel.r * 255. + .5) >> 4;
      if (texel.a < .1 || slot == 9) continue;
      votes[slot] += 1.;
      normal += texel.gb;
      ao += texel.a;
      cover += 1.;
    }
  }
  int most = 0;
  for (int slot = 1; slot < 16; slot++) if (votes[slot] > votes[most]) most = slot;
  if (cover < float(REDUCTION * REDUCTION) * .42) gl_FragColor = vec4(0.);
  else gl_FragColor = vec4((float(most) * 16. + 8.) / 255., normal / cover, ao / cover);
}
