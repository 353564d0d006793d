// Timber, cloth, plaster, leaves, print and lamps by daylight.
#include ./day.glsl;
#include ./finish.glsl;
varying vec3 vColour, vNormal, vWorld;
varying vec2 vGrain;
flat varying float vFinish;
uniform sampler2D uSheet;
uniform float uMirror; // 1 while the floor's reflection is drawn: rugs must not cover the room from below

vec3 timber(vec3 colour, vec2 grain, float metres) {
  float fine = 1. / (1. + metres * .06);
  float rings = noise2(vec2(grain.x * .7, grain.y * 16. + noise2(grain * vec2(.6, 3.)) * 3.)) * .6 + noise2(vec2(grain.x * 3., grain.y * 70.)) * .4 * fine;
  return colour * mix(.80, 1.13, rings) * mix(vec3(1.), vec3(1.03, .99, .93), rings);
}

void main() {
  if (uMirror > .5 && vWorld.y < .03) discard;
  vec3 V = normalize(cameraPosition - vWorld), N = normalize(vNormal), albedo = vColour, glow = vec3(0.);
  if (dot(N, V) < 0.) N = -N;
  float metres = distance(cameraPosition, vWorld), shine = 0., tight = 24., wrap = 0.;
  if (vFinish < .5) { // plain lacquer
    shine = .12;
  } else if (vFinish < 1.5) { // wood
    albedo = timber(albedo, vGrain, metres);
    shine = .15;
  } else if (vFinish < 2.5) { // print
    vec3 ink = texture(uSheet, vGrain).rgb;
    albedo = ink * .74;
    glow = ink * .34 * mix(.5, 1., uDaylight);
  } else if (vFinish < 3.5) { // lamp: brighter at the middle, as paper over a bulb
    glow = vColour * (1.02 + .36 * pow(max(dot(N, V), 0.), 2.));
    albedo = vec3(0.);
  } else if (vFinish < 4.5) { // woven bamboo
    float strip = weaveAt(vGrain), far = smoothstep(10., 24., metres);
    if (strip < .5 && (far < .5 || dither(gl_FragCoord.xy) > .55)) discard;
    albedo *= .86 + .22 * noise2(vGrain * 40.);
  } else if (vFinish < 5.5) { // leaf
    float through = max(-dot(N, uKeyDirection), 0.), across = abs(vGrain.y * 2. - 1.);
    glow = vColour * vec3(.9, 1.1, .5) * through * .3 * sunAt(vWorld, N) * sunColour();
    albedo *= mix(.74, 1.05, smoothstep(0., .14, across)) * mix(.62, 1.06, vGrain.x);
    albedo *= .93 + .1 * smoothstep(.1, .4, abs(fract(vGrain.x * 11. - across * 1.6) - .5));
    shine = .16;
    wrap = .3;
  } else if (vFinish < 6.5) { // cloth
    albedo *= .93 + .1 * noise2(vGrain * 60. + vWorld.xz * 40.);
    float rim = 1. - max(dot(N, V), 0.);
    albedo *= 1. + .35 * rim * rim;
  } else if (vFinish < 7.5) { // plaster
    albedo *= .97 + .05 * noise2(vWorld.xz * 3. + vWorld.y * 2.);
    shine = .03;
  } else if (vFinish < 8.5) { // monitor
    float drift = noise2(vGrain * 3. + uTime * .1), wave = abs(vGrain.y + .25 * sin((vGrain.x - 1.) * 5. + uTime * .6));
    glow = mix(vColour * .45, vColour * 1.05 + .12, drift) + .55 * smoothstep(.03, .015, wave) + .2 * vColour * smoothstep(.3, 0., wave);
    albedo = vec3(.02);
    shine = .1;
  } else { // metal
    shine = .5;
    tight = 60.;
  }
  vec3 light = daylight(N, vWorld, wrap);
  vec3 colour = albedo * light + glow;
  if (shine > 0.) {
    float sun = pow(max(dot(N, normalize(V + uKeyDirection)), 0.), tight) * step(.0, dot(N, uKeyDirection));
    float pane = pow(max(dot(N, normalize(V + normalize(vec3(22., 5., vWorld.z) - vWorld))), 0.), 12.);
    colour += shine * (sun * .4 * sunColour() * (sun > .01 ? sunAt(vWorld, N) : 0.) + pane * .32 * uDaylight * vec3(.8, .9, 1.));
  }
  gl_FragColor = vec4(fogged(colour, metres), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
