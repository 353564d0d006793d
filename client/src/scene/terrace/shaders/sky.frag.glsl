// Sky, sun, high cirrus and mountains at full sharpness; the clouds from their panorama, two of them cross-faded.
#include ./dawn.glsl;
#include ./mountains.glsl;
#include ./panorama.glsl;
uniform sampler2D uClouds, uCloudsBefore;
uniform float uCloudFade;
uniform vec2 uCloudTexel;
varying vec3 vDirection;

vec4 cloudsAt(vec2 uv) {
  if (uv.y > 1.) return vec4(0., 0., 0., 1.);
  // Four taps round off the texels of a panorama that is coarser than the screen.
  vec4 c = vec4(0.);
  for (int i = 0; i < 4; i++) {
    vec2 at = uv + (vec2(float(i & 1), float(i >> 1)) - .5) * 2. * uCloudTexel;
    c += uCloudFade >= 1. ? texture2D(uClouds, at) : mix(texture2D(uCloudsBefore, at), texture2D(uClouds, at), uCloudFade);
  }
  return c * .25;
}

vec3 withCirrus(vec3 c, vec3 d, float s) {
  vec2 q = d.xz / (max(d.y, 0.) + .16);
  float streaks = texture2D(uNoise, q * vec2(.09, .26) + uTime * .0006).r * .6 + texture2D(uNoise, q * vec2(.23, .62) + .4).g * .4;
  float k = smoothstep(.47, .74, streaks) * smoothstep(.02, .14, d.y) * smoothstep(.75, .3, d.y);
  return mix(c, mix(vec3(.72, .46, .54), vec3(1.30, .70, .34), pow(s, 4.)), k * .78);
}

void main() {
  vec3 d = normalize(vDirection);
  float s = max(dot(d, uSun), 0.);
  vec3 c = withCirrus(skyColour(d), d, s);
  c += vec3(5.2, 3., 1.25) * smoothstep(.99936, .99954, s);
  Ridge ridge = ridgeAt(d, cameraPosition);
  if (ridge.index < 5.5) c = ridgeColour(ridge, d);
  else c = mix(c, mistColour(d), exp(-abs(d.y + .004) * 34.) * .25);
  vec4 clouds = cloudsAt(panoramaAt(d));
  gl_FragColor = vec4(clouds.rgb + c * clouds.a, 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
