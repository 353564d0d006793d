// The surface of a portal: the sky of the place beyond, seen through moving water. Vertex RGB is the portal's colour.
#include ./common.glsl;
void main() {
  vec2 q = vUv * vec2(2.8, 3.5) - vec2(1.4, 1.5);
  float t = uTime * .3;
  vec2 swirl = q + .16 * vec2(sin(q.y * 3. + t * 3.), cos(q.x * 3. - t * 2.4));
  float cloud = noise2(swirl * 1.5 + vec2(t, -t * .6)) * .6 + noise2(swirl * 3.7 - vec2(t * .8, t)) * .4;
  float height = clamp(vUv.y, 0., 1.);
  bool terrace = vColour.r < vColour.g * .18 + .05 && vColour.g > vColour.b;
  vec3 sky = terrace ? mix(vec3(1., .62, .34), vec3(.26, .52, .66), smoothstep(.1, .85, height)) : mix(vec3(.85, .90, .95), vec3(.16, .45, .85), smoothstep(.1, .95, height));
  vec3 c = mix(sky * sky * .55, vec3(.9, .85, .78), smoothstep(.55, .85, cloud) * .28 * smoothstep(1., .1, height));
  float r = length(q * vec2(1., .8));
  c += vColour.rgb * (.22 * smoothstep(.6, 1.6, r) + .16 * smoothstep(.03, .0, abs(fract(r * 1.6 - t * 2.) - .5) * .16));
  c *= .75 + .35 * cloud;
  gl_FragColor = vec4(finish(c), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
