// Sheets of lit dust under the skylights: sharp where the sun's shadow map says so, which is what tells a shaft from haze.
#include ../light.glsl;
#include ./noise.glsl;
uniform float uDaylight;
varying vec2 vAt;
varying vec3 vWorld;

void main() {
  vec3 ray = vWorld - cameraPosition;
  float metres = length(ray);
  ray /= metres;
  vec3 q = (uShadowMatrix * vec4(vWorld, 1.)).xyz;
  float lit = step(q.z - .0009, texture(uShadowMap, q.xy).r);
  float across = abs(fract(vAt.y * 4.) - .5), core = smoothstep(.5, .3, across) * smoothstep(0., .06, min(vAt.y, 1. - vAt.y));
  float along = smoothstep(0., .08, vAt.x) * mix(1., .35, vAt.x) * smoothstep(1., .93, vAt.x);
  float dust = .65 + .7 * noise2(vec2(vAt.y * 9. + vWorld.z, vAt.x * 7. - uTime * .03)) * noise2(vWorld.xy * .7 + uTime * .05);
  float phase = .6 + 1.5 * pow(max(dot(ray, uKeyDirection), 0.), 3.);
  float facing = smoothstep(.1, .7, abs(ray.z)) * smoothstep(1.5, 5., metres);
  vec3 colour = vec3(1., .86, .64) * (lit * core * along * dust * phase * facing * .075 * uDaylight);
  gl_FragColor = vec4(colour, 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
