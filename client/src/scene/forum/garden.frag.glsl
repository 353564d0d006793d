// Lawn, path, trees and the hills behind, a little brighter than the room, as outdoors is.
#include ../light.glsl;
#include ./noise.glsl;
#include ./finish.glsl;
uniform float uDaylight; // what the blinds let through, 1 all
varying vec3 vColour, vNormal, vWorld;
varying vec2 vGrain;
flat varying float vFinish;

vec3 sky(vec2 p) { // metres along the wall and up
  vec3 c = mix(vec3(.98, .96, .88), vec3(.45, .68, .95), smoothstep(0., 34., p.y));
  float cloud = noise2(p * vec2(.045, .11)) * .6 + noise2(p * vec2(.11, .27) + 4.) * .3 + noise2(p * vec2(.3, .7)) * .1;
  c = mix(c, vec3(1.02, 1., .96), smoothstep(.52, .78, cloud) * .75);
  float far = 7. + noise2(vec2(p.x * .035, 3.)) * 9., near = 3.2 + noise2(vec2(p.x * .09, 8.)) * 4.5 + noise2(vec2(p.x * .9, 2.)) * .9;
  c = mix(vec3(.60, .72, .78), c, smoothstep(far - .3, far + .3, p.y));
  vec3 wood = mix(vec3(.30, .45, .30), vec3(.52, .64, .42), noise2(p * vec2(.8, 1.1)) * .7 + noise2(p * 2.7) * .3);
  return mix(mix(wood, vec3(.72, .78, .72), .35), c, smoothstep(near - .2, near + .2, p.y));
}

void main() {
  vec3 N = normalize(vNormal), colour = vColour, V = normalize(cameraPosition - vWorld);
  float metres = distance(cameraPosition, vWorld), alpha = 1.;
  if (vFinish < 12.5) {
    colour = sky(vec2(atan(vWorld.z - 5., vWorld.x) * 92., vWorld.y)) * 1.12;
  } else if (vFinish < 13.5) {
    float tuft = noise2(vWorld.xz * 2.) * .5 + noise2(vWorld.xz * 9.) * .5, mown = step(.5, fract(vWorld.z * .22));
    float shade = smoothstep(.35, .7, noise2(vWorld.xz * .23 + 5.)); // trees, and clouds passing
    colour *= mix(.78, 1.08, tuft) * mix(.94, 1.04, mown) * mix(.62, 1.22, shade);
  } else if (vFinish < 14.5) {
    colour *= (.75 + .4 * noise2(vec2(vGrain.x * 30., vWorld.y * 1.5))) * (.65 + .6 * max(dot(N, uKeyDirection), 0.));
  } else if (vFinish < 16.5) {
    float seed = floor(hash2(floor(vColour.rg * 90.) + floor(vNormal.xy * 3.)) * 37.);
    vec2 leaf = leavesAt(fract(vGrain), seed);
    float edge = max(fwidth(leaf.x), .02);
    alpha = smoothstep(.32 - edge, .32 + edge, leaf.x);
    if (alpha < .35) discard;
    float sun = dot(N, uKeyDirection) * .5 + .5, through = pow(max(dot(-V, uKeyDirection), 0.), 2.);
    colour *= mix(.34, 1.34, sun * sun) * (.8 + .4 * leaf.y) * (.85 + .3 * leaf.x);
    colour += vColour * vec3(.9, 1., .35) * (.25 + through) * .3 * sun;
    if (vFinish < 15.5) colour = mix(colour, colour * vec3(1.12, 1., .7), leaf.y * .5);
  } else {
    colour *= .86 + .2 * noise2(vWorld.xz * 8.);
  }
  if (vFinish > 12.5) colour = mix(colour * 1.12, vec3(.80, .87, .88), 1. - exp(-max(metres - 16., 0.) * .0055));
  gl_FragColor = vec4(colour * mix(.12, 1., uDaylight), alpha);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
