// Everybody's colours and face (look-table.ts): three texels a person, 64 people a row. Colours are sRGB as one whole number
// each, so they are exact in a float; they leave here linear.
uniform highp sampler2D uLooks;

ivec2 lookAt(float slot, int texel) {
  int s = int(slot);
  return ivec2((s & 63) * 3 + texel, s >> 6);
}
vec3 unpackColour(float packed) {
  uint c = uint(packed);
  vec3 s = vec3(float((c >> 16u) & 255u), float((c >> 8u) & 255u), float(c & 255u)) / 255.;
  return mix(s / 12.92, pow((s + .055) / 1.055, vec3(2.4)), step(.04045, s));
}
// Colour of a slot of the kit: 0 skin, 1 hair, 2 top, 3 bottom, 4 accent, 5 shoes, 6 white, 7 dark, 8 metal, 9 glow stick, 10 lens.
vec3 slotColour(int slot, vec4 a, vec4 b) {
  if (slot == 0) return unpackColour(a.x);
  if (slot == 1) return unpackColour(a.y);
  if (slot == 2) return unpackColour(a.z);
  if (slot == 3) return unpackColour(a.w);
  if (slot == 4) return unpackColour(b.x);
  if (slot == 5) return unpackColour(b.y);
  if (slot == 6) return vec3(.93, .91, .95);
  if (slot == 7) return vec3(.035, .028, .045);
  if (slot == 8) return vec3(1., .66, .2);
  if (slot == 9) return unpackColour(b.z);
  return vec3(.72, .85, .95);
}
