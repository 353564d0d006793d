#include ./dawn.glsl;
#include ./surface.glsl;
void main() {
  Surface s = surface();
  vec2 q = abs(s.N.y) > .6 ? vWorld.xz : vWorld.xy + vWorld.zy;
  float cloudy = texture2D(uNoise, q * .06).r * .6 + texture2D(uNoise, q * .23).g * .4;
  float vein = smoothstep(.06, 0., abs(cloudy - .5));
  s.albedo = mix(s.albedo * (.62 + .42 * cloudy), vec3(.80, .92, .84), vein * .3) * vec3(.66, .86, .68);
  vec3 c = diffuse(s, s.N);
  // Jade is milky: it glows where the sun stands behind it, and a little green light wells up in its shadows.
  c += s.albedo * (vec3(.55, .62, .42) * shineThrough(s.V) * .30 + vec3(.02, .06, .035)) * s.ao;
  finish(c + reflectedSky(s.R) * (.03 + .42 * s.fresnel) * .7 * s.ao);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
