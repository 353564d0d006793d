// Hammered bronze; turned in rings about uGong where it belongs to the gong.
#include ./dawn.glsl;
#include ./surface.glsl;
uniform vec3 uGong;
void main() {
  Surface s = surface();
  vec2 g = vWorld.xy - uGong.xy;
  float r = length(g), gong = step(r, 1.8) * step(distance(vWorld.z, uGong.z), .6);
  vec3 turned = vec3(g / max(r, .01) * sin(r * 46.) * .10, 0.) * gong;
  vec3 hammered = (texture2D(uNoise, (gong > .5 ? g : vWorld.xz + vWorld.yy) * .55).rgb - .5) * .42;
  vec3 N = normalize(s.N + turned + hammered), R = reflect(-s.V, N);
  float patina = smoothstep(.9, 1.6, texture2D(uNoise, g * .2).r + r * .35);
  s.albedo = mix(s.albedo, vec3(.26, .13, .04), patina * gong);
  // The streak of light that turned metal shows across its grooves.
  float streak = pow(abs(cos(atan(g.y, g.x) - .7)), 10.) * smoothstep(.3, 1.5, r) * gong;
  vec3 c = s.albedo * mirrored(R) * 1.25 + diffuse(s, N) * .6 + vec3(1.1, .72, .30) * streak * .34;
  finish(c * (.35 + .65 * s.ao));
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
