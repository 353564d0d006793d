// A moon gate to another place: a far landscape that shifts as one walks by, and a ring of light turning around it.
// vAt is -1..1 across the opening; vColour the place's own tint.
varying vec2 vAt;
varying vec3 vTint, vAcross; // vAcross: direction from the camera in the gate's own frame
uniform float uTime;

#include ./noise.glsl;

void main() {
  float r = length(vAt), angle = atan(vAt.y, vAt.x);
  vec2 lean = clamp(vAcross.xy / max(abs(vAcross.z), .3), -1.5, 1.5);
  vec3 bright = mix(vTint, vec3(1., .97, .9), .35), deep = vTint * vTint;
  // Sky with a sun, farther away than the hills: it moves more with the eye.
  vec2 p = vAt + lean * .45;
  float up = p.y;
  vec3 c = mix(bright * 1.02, deep * .5 + vTint * .12, smoothstep(-.3, 1.1, up));
  float disc = length(p - vec2(.12, .16));
  c += vec3(1., .95, .85) * (smoothstep(.2, .17, disc) * .6 + .32 * exp(-disc * 3.6));
  c += bright * .16 * smoothstep(.5, .8, noise2(vec2(p.x * 1.6 + uTime * .03, p.y * 7.))) * smoothstep(-.1, .3, up);
  for (int layer = 0; layer < 3; layer++) {
    float depth = float(layer), near = (depth + 1.) / 3.;
    vec2 q = vAt + lean * (.34 - .13 * depth);
    float crest = -.02 - .22 * depth + (noise2(vec2(q.x * (2.2 + depth), 5. * depth + vTint.r * 7.)) - .5) * .34 + (noise2(vec2(q.x * 9., depth)) - .5) * .05;
    vec3 hill = mix(mix(bright, vTint, .5) * .8, deep * .24, near);
    hill = mix(hill, bright, .4 * exp(-max(crest - q.y, 0.) * 9.) * (1. - near * .7));
    c = mix(c, hill, smoothstep(-.008, .008, crest - q.y));
  }
  // The ring.
  float swirl = noise2(vec2(angle * 1.6 + r * 4. - uTime * .5, r * 5. - uTime * .4)) * .6 + noise2(vec2(angle * 3.2 - r * 6., r * 9. + uTime * .3)) * .4;
  // atan jumps at the left side: the same noise turned half a circle covers the seam.
  float other = noise2(vec2((angle < 0. ? angle + 6.2832 : angle) * 1.6 + r * 4. - uTime * .5, r * 5. - uTime * .4 + 9.));
  swirl = mix(swirl, other, smoothstep(2.2, 2.9, abs(angle)));
  c = mix(c, vTint * 1.15 + .12, smoothstep(.66, 1., r + .13 * (swirl - .5)) * .92);
  vec2 grid = vec2(angle * 5., r * 6. - uTime * .22), cell = floor(grid);
  float spark = step(.86, hash2(cell)) * smoothstep(.24, 0., length(fract(grid) - .5)) * (.5 + .5 * sin(uTime * 1.6 + hash2(cell + 3.) * 40.));
  c += bright * spark * smoothstep(.45, .9, r) * .8;
  gl_FragColor = vec4(c, 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
