// The atlas holds a colour slot, a normal and an occlusion; the four nearest texels are coloured and then mixed, because slots
// themselves cannot be. People of a few pixels are read from the small atlas: of the large one they would hit texels at random.
uniform sampler2D uAtlas, uSmall;
uniform vec2 uCellPixels;
uniform float uReduction;
#include ../scene/light.glsl;
#include ../avatar/looks.glsl;
varying vec2 vUv;
varying vec3 vWorld;
flat varying vec2 vCell;
flat varying vec3 vRight, vForward;
flat varying vec4 vLookA, vLookB, vLookC;
flat varying float vShown;

vec3 colourOf(int slot) {
  if (slot == 1) return unpackColour(vLookC.z);
  if (slot == 11) return unpackColour(vLookA.x) * vec3(.62, .34, .34);
  return slotColour(slot, vLookA, vLookB);
}

void main() {
  vec2 texels = fwidth(vUv) * uCellPixels; // a pixel covers so many of the large atlas
  bool small = max(texels.x, texels.y) > 2.2;
  float at = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(.06711056, .00583715))));
  if (vShown >= 0. ? at >= vShown : at < 1. + vShown) discard;
  vec2 pixels = small ? uCellPixels / uReduction : uCellPixels;
  vec2 p = clamp(vUv * pixels - .5, vec2(0.), pixels - 1.001), f = fract(p);
  ivec2 corner = ivec2(vCell * pixels + floor(p));
  vec3 albedo = vec3(0.), normal = vec3(0.);
  float cover = 0., ao = 0., glow = 0.;
  for (int i = 0; i < 4; i++) {
    ivec2 o = ivec2(i & 1, i >> 1);
    vec4 texel = small ? texelFetch(uSmall, corner + o, 0) : texelFetch(uAtlas, corner + o, 0);
    if (texel.a < .1) continue;
    float w = (o.x == 1 ? f.x : 1. - f.x) * (o.y == 1 ? f.y : 1. - f.y);
    int slot = int(texel.r * 255. + .5) >> 4;
    vec2 n = texel.gb * 2. - 1.;
    albedo += w * colourOf(slot);
    normal += w * vec3(n, sqrt(max(0., 1. - dot(n, n))));
    ao += w * (texel.a - .2) / .8;
    cover += w;
    if (slot == 9) glow += w;
  }
  if (cover < .42) discard;
  albedo /= cover;
  ao /= cover;
  vec3 N = normalize(vRight * normal.x + vec3(0., normal.y, 0.) + vForward * normal.z), V = normalize(cameraPosition - vWorld);
  vec3 colour = glow > .5 * cover ? glowAt(stickLight(albedo, vWorld)) : albedo * lightAt(N, V, vWorld, ao);
  gl_FragColor = vec4(fogged(colour, distance(cameraPosition, vWorld)), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
