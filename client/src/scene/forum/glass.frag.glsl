// The stained band, the panes between room and garden, and the sky in the skylights.
#include ./day.glsl;
varying vec3 vColour, vNormal, vWorld;
varying vec2 vGrain;
flat varying float vFinish;

void main() {
  vec3 V = normalize(cameraPosition - vWorld);
  float grazing = pow(1. - abs(V.x), 3.);
  vec4 colour = vec4(vec3(.86, .93, 1.), .05 + .22 * grazing);
  if (vFinish > 19.5) {
    float cloud = noise2(vWorld.xz * vec2(.16, .1) + uTime * .006) * .65 + noise2(vWorld.xz * vec2(.5, .3)) * .35;
    colour = vec4(mix(vec3(.56, .78, 1.05), vec3(1.12, 1.13, 1.12), smoothstep(.42, .78, cloud)), 1.);
  } else if (vFinish < 18.5) {
    vec2 q = vec2(vWorld.z, vWorld.y - 6.2) / .65, edge = abs(fract(q) - .5);
    float lead = max(max(smoothstep(.44, .47, edge.x), smoothstep(.44, .47, edge.y)), step(abs(length(fract(q) - .5) - .27), .022));
    vec3 pane = paneColour(vWorld.y, vWorld.z);
    pane *= (.82 + .3 * noise2(q * 5.)) * (1. + .35 * smoothstep(.27, .1, length(fract(q) - .5)));
    colour = vec4(mix(pane * .98, vec3(.08, .06, .045), lead * .88), mix(.93, 1., lead));
  }
  gl_FragColor = colour;
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
