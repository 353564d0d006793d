// Lacquer and metal in the light of a place. uGlow: how much metal shines by itself, 0..1.
#include ../scene/light.glsl;
uniform float uGlow;
varying vec3 vWorld, vNormal;
varying vec4 vFinish;

void main() {
  vec3 V = normalize(cameraPosition - vWorld), N = normalize(vNormal), L, light;
  if (!gl_FrontFacing) N = -N;
  mainLight(vWorld, L, light);
  vec3 lit = lightAt(N, V, vWorld, 1.), H = normalize(L + V), R = reflect(-V, N);
  float metal = vFinish.a, facing = max(dot(N, H), 0.);
  vec3 around = mix(uGround, uSky * 1.7 + light * .25, smoothstep(-.6, .7, R.y));
  vec3 colour = vFinish.rgb * lit * mix(1., .5, metal);
  colour += vFinish.rgb * (around + light * 1.3 * pow(facing, 22.)) * metal;
  colour += light * .16 * pow(facing, 70.) + uSky * .1 * pow(1. - max(dot(N, V), 0.), 4.);
  colour += vFinish.rgb * metal * uGlow * 1.6;
  gl_FragColor = vec4(fogged(colour, distance(cameraPosition, vWorld)), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
