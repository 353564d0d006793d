// The ribbon of screens along the balcony's front: the event's title runs along it between waves of colour. vUv.x is metres along.
#include ./common.glsl;
uniform sampler2D uTitle; // white letters on nothing, 8:1
void main() {
  float along = vUv.x - uTime * 1.1;
  float turn = along / 24.;
  float v = clamp((vWorld.y - 7.1) / 1.05, 0., 1.);
  float part = fract(turn) * 24.;
  float text = part < 8.4 ? textureLod(uTitle, vec2(1. - part / 8.4, v), .5).a : 0.;
  vec3 hue = mix(uPaletteA, uPaletteB, .5 + .5 * sin(vUv.x * .13 - uTime * .6));
  float eq = step(v, .12 + .75 * noise2(vec2(floor(vUv.x * 2.5), uTime * 2.)) * smoothstep(8.6, 11., part) * smoothstep(24., 21., part));
  vec3 c = hue * (.09 + eq * .42 * step(.2, fract(vUv.x * 2.5)));
  c += (vec3(1., .93, .86)) * text * 1.1;
  vec2 px = vec2(vUv.x, vWorld.y) * 22.;
  float far = smoothstep(.25, .8, max(fwidth(px.x), fwidth(px.y)));
  c *= mix(smoothstep(.5, .25, length(fract(px) - .5)) * 1.7, .85, far);
  gl_FragColor = vec4(finish(c), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
