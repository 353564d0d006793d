// Glazed tiles: texture coordinates count tiles across and metres up the slope.
#include ./dawn.glsl;
#include ./surface.glsl;
void main() {
  Surface s = surface();
  float across = vUv.x * 6.2831853, fade = smoothstep(.5, .1, fwidth(vUv.x));
  vec3 T = normalize(cross(vec3(0., 1., 0.), s.N) + 1e-4);
  vec3 N = normalize(s.N + T * sin(across) * .5 * fade);
  float course = fract(vUv.y / .42), lap = smoothstep(.0, .12, course) * (1. - .35 * smoothstep(.8, 1., course));
  s.albedo *= (.78 + .34 * cos(across) * fade) * mix(1., .62 + .45 * lap, smoothstep(.6, .15, fwidth(vUv.y / .42)));
  vec3 c = diffuse(s, N);
  finish(c + reflectedSky(reflect(-s.V, N)) * (.06 + .5 * s.fresnel) * .8 * s.ao);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
