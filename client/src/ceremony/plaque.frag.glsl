// Lacquer with gold, printed on its face. vAt: metres from the middle of its foot; the board is 3.2 m by 1.9 m about 2.05 m up (unveiling.ts).
#include ../scene/light.glsl;
uniform float uGlow;
uniform sampler2D uPrint;
varying vec3 vWorld, vNormal, vAt;
varying vec4 vFinish;
varying float vFront;

void main() {
  vec3 V = normalize(cameraPosition - vWorld), N = normalize(vNormal), L, light, albedo = vFinish.rgb;
  if (!gl_FrontFacing) N = -N;
  float metal = vFinish.a;
  vec2 at = vec2(vAt.x / 3.2 + .5, (vAt.y - 2.05) / 1.9 + .5);
  vec3 print = texture2D(uPrint, clamp(at, 0., 1.)).rgb;
  bool isFace = vFront > .5 && metal < .5 && vAt.z > .04 && at.x > 0. && at.x < 1. && at.y > 0. && at.y < 1.;
  if (isFace) {
    albedo = print;
    metal = smoothstep(.25, .6, print.g) * .5;
  }
  mainLight(vWorld, L, light);
  vec3 lit = lightAt(N, V, vWorld, 1.), H = normalize(L + V);
  float facing = max(dot(N, H), 0.);
  vec3 around = mix(uGround, uSky * 1.6, smoothstep(-.6, .7, reflect(-V, N).y));
  vec3 colour = albedo * lit * mix(1., .6, metal) + albedo * (around + light * 1.2 * pow(facing, 22.)) * metal + light * .1 * pow(facing, 70.);
  if (isFace) colour += print * .22; // what it says is read in a dark hall too
  gl_FragColor = vec4(fogged(colour, distance(cameraPosition, vWorld)), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
