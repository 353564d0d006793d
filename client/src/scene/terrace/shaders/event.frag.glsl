// The event's board: a painted dawn over misty ridges with the title before it. The board holds the text, alpha 0 where there is none.
#include ./dawn.glsl;
#include ./surface.glsl;
#include ../../board.glsl;

vec3 painting(vec2 q) {
  vec3 c = mix(vec3(.95, .55, .30), vec3(.08, .30, .36), smoothstep(.1, .95, q.y));
  float r = length((q - vec2(.82, .70)) * vec2(2.05, 1.));
  c += vec3(1., .55, .2) * exp(-r * 5.) * .7;
  c = mix(c, vec3(1.6, 1.1, .62), smoothstep(.105, .098, r));
  for (int i = 0; i < 4; i++) {
    float k = float(i);
    float ridge = .60 - .12 * k + .58 * (texture2D(uNoise, vec2(q.x * (.35 + .12 * k) + k * .23 + uTime * .002 * k, .3 + k * .17)).r - .5);
    vec3 ink = mix(vec3(.26, .46, .45), vec3(.02, .13, .16), k / 3.) + .22 * smoothstep(ridge - .3, ridge, q.y) * vec3(.5, .4, .2);
    c = mix(c, ink, smoothstep(ridge + .006, ridge, q.y) * .92);
  }
  float mist = texture2D(uNoise, vec2(q.x * .8 + uTime * .01, q.y * 2.)).g;
  return mix(c, vec3(.95, .78, .62), smoothstep(.52, .8, mist) * smoothstep(.45, .15, q.y) * .55);
}

void main() {
  vec4 text = board(vUv);
  vec3 c = painting(vUv) * (1. - .45 * smoothstep(.0, .5, text.a));
  c = mix(c, text.rgb * 1.35, text.a);
  c = mix(c, vec3(.9, .6, .2), step(.982, max(abs(vUv.x * 2. - 1.), abs(vUv.y * 2. - 1.) * .985)));
  finish(mix(pow(c, vec3(1.3)) * 1.05, text.rgb * text.a * 1.1, uPlain));
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
