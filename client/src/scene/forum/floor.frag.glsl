// Polished stone tiles and the pond: daylight and a soft mirror of the room.
#include ./day.glsl;
varying vec3 vColour, vNormal, vWorld;
varying vec2 vGrain;
flat varying float vFinish;
uniform sampler2D uReflection;
uniform float uReflectionStrength;
uniform vec2 uResolution;

vec3 mirrored(vec2 at, float spread, float level) {
  float turn = dither(gl_FragCoord.xy) * 6.283;
  vec3 sum = vec3(0.);
  for (int k = 0; k < 4; k++) {
    float angle = turn + float(k) * 2.4, reach = sqrt((float(k) + .5) / 4.);
    sum += textureLod(uReflection, at + vec2(cos(angle), sin(angle) * 2.2) * reach * spread, level).rgb;
  }
  return sum * .25;
}

// A kapok blossom laid into the stone where one arrives: 1 inlay, 0 tile.
float blossomAt(vec2 metres) {
  float r = length(metres), turn = atan(metres.x, metres.y) / 1.2566, petal = abs(fract(turn) - .5);
  float soft = fwidth(r) + .006;
  float flower = smoothstep(soft, -soft, r - 1.75 * (.42 + .58 * cos(petal * 2.4))) * smoothstep(-soft, soft, r - .34) * smoothstep(0., .02 + soft, .5 - petal);
  float rings = smoothstep(.05 + soft, .05, abs(r - 2.15)) + smoothstep(.025 + soft, .025, abs(r - 2.4)) + smoothstep(.26 + soft, .26, r);
  return min(1., flower * .8 + rings);
}

void main() {
  vec3 V = normalize(cameraPosition - vWorld), N = vec3(0., 1., 0.), albedo = vColour;
  float metres = distance(cameraPosition, vWorld);
  bool water = vFinish > 10.5;
  if (water) {
    vec2 ripple = vec2(noise2(vWorld.xz * 3. + uTime * .3), noise2(vWorld.zx * 3.3 - uTime * .25)) - .5;
    N = normalize(vec3(ripple.x * .14, 1., ripple.y * .14));
  } else {
    vec2 tile = vWorld.xz / vec2(1.2, .8);
    tile.x += .5 * mod(floor(tile.y), 2.);
    vec2 id = floor(tile), edge = abs(fract(tile) - .5), soft = fwidth(tile);
    float joint = max(smoothstep(.488 - soft.x, .496, edge.x), smoothstep(.484 - soft.y, .494, edge.y));
    float cloud = noise2(vWorld.xz * 1.3 + id * 3.7) * .6 + noise2(vWorld.xz * 5. + id) * .4;
    albedo *= (.93 + .1 * hash2(id)) * mix(.93, 1.05, cloud) * mix(vec3(1.), vec3(1.02, 1., .96), hash2(id + 9.));
    float inlay = distance(vWorld.xz, vec2(0., 26.6)) < 2.6 ? blossomAt(vWorld.xz - vec2(0., 26.6)) : 0.;
    albedo = mix(albedo, vec3(.50, .235, .15) * (.8 + .3 * cloud), inlay);
    albedo *= 1. - .3 * joint / (1. + metres * .05);
  }
  vec3 colour = albedo * daylight(N, vWorld, 0.);
  float grazing = pow(1. - max(dot(N, V), 0.), 3.), fresnel = mix(water ? .3 : .12, 1., grazing);
  float glint = pow(max(dot(N, normalize(V + uKeyDirection)), 0.), water ? 240. : 60.);
  if (glint > .005) colour += glint * (water ? .6 : .12) * sunColour() * sunAt(vWorld, N);
  if (uReflectionStrength > 0.) {
    vec3 mirror = mirrored(gl_FragCoord.xy / uResolution + (water ? N.xz * .25 : vec2(0.)), water ? 0. : .0035, water ? .5 : 1.7);
    colour = mix(colour, mirror, clamp(fresnel * (water ? 1. : .66), 0., .8) * uReflectionStrength);
  } else {
    // Without a mirror the bright windows at least: otherwise stone at a low angle looks like felt.
    colour = mix(colour, vec3(.62, .6, .55) * uDaylight, clamp(fresnel * .4, 0., .4));
  }
  gl_FragColor = vec4(fogged(colour, metres), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
