// Paints the sea of clouds into the panorama: ray-marched from uEye, rgb the light of the clouds, a how much of what is behind shows.
// Marched at every pixel of the screen it was grainy and dear; here many even steps are spent once and reused for seconds.
#include ./dawn.glsl;
#include ./mountains.glsl;
#include ./panorama.glsl;
uniform vec3 uEye;
uniform float uCloudTime;
varying vec2 vUv;

const float CEILING = 42., BOTTOM = -44., NEAREST = 40., FARTHEST = 2200.;

float density(vec3 p, bool detailed) {
  vec2 q = p.xz * .0019 + uCloudTime * vec2(.0010, .0005);
  float n = textureLod(uNoise, q, 0.).r * .66 + textureLod(uNoise, q * 2.7 + .37, 0.).g * .34, away = length(p.xz);
  float hills = smoothstep(90., 650., away) * 46. * smoothstep(.45, .75, textureLod(uNoise, p.xz * .00071 + .13, 0.).b);
  float top = mix(-34., -2.5 + smoothstep(60., 210., away) * 10. + hills, smoothstep(.24, .74, n));
  float billow = 0.;
  if (detailed) {
    float near = 1. - smoothstep(150., 750., away); // none afar, where strides are longer than a billow
    billow = near * (textureLod(uNoise, q * 7.3 + vec2(p.y * .009, uCloudTime * .002), 0.).b - .5) * 17.
      + near * near * (textureLod(uNoise, q * 19. + vec2(0., p.y * .021), 0.).a - .5) * 6.;
  }
  return smoothstep(0., 11. + away * .045, top - p.y + billow) * smoothstep(37., 50., away);
}

vec3 litCloud(vec3 p, vec3 d, float thickness) {
  float s = max(dot(d, uSun), 0.);
  float shadow = density(p + uSun * 16. + vec3(0., 3., 0.), false) * 1.3 + density(p + uSun * 42. + vec3(0., 6., 0.), false) * 1.1;
  float l = exp(-shadow), high = clamp((p.y + 38.) / 42., 0., 1.);
  vec3 c = mix(vec3(.12, .16, .33), vec3(.36, .33, .50), high) + vec3(.92, .49, .28) * l * l * (.25 + .85 * high)
    + vec3(1., .46, .15) * pow(s, 9.) * l * (1. - thickness * .6) * .5;
  return c * mix(vec3(1.), vec3(1.16, .92, .74), pow(s, 2.5));
}

// The nearest ridge within a texel, so that no far cloud bleeds over a silhouette when the panorama is magnified.
float nearestRidge(vec2 uv) {
  vec2 texel = vec2(dFdx(uv.x), dFdy(uv.y)) * 1.5;
  float metres = ridgeAt(panoramaDirection(uv - vec2(0., texel.y)), uEye).metres;
  for (int i = -1; i <= 1; i++) metres = min(metres, ridgeAt(panoramaDirection(uv + vec2(float(i) * texel.x, 0.)), uEye).metres);
  return metres;
}

// Interleaved gradient noise (Jimenez 2014): breaks the steps' bands; the sky's taps round it off.
float jitter() { return fract(52.9829189 * fract(dot(floor(gl_FragCoord.xy), vec2(.06711056, .00583715)))); }

void main() {
  vec3 d = panoramaDirection(vUv), gathered = vec3(0.);
  float through = 1., behind = min(nearestRidge(vUv), FARTHEST);
  float reach = min(((d.y < 0. ? BOTTOM : CEILING) - uEye.y) / (d.y < 0. ? min(d.y, -1e-4) : max(d.y, 1e-4)), behind);
  if (reach > NEAREST) {
    vec3 mist = mistColour(d);
    float growth = pow(reach / NEAREST, 1. / float(STEPS)), t = NEAREST * (1. + (growth - 1.) * .7 * jitter());
    for (int i = 0; i < STEPS; i++) {
      float stride = t * (growth - 1.);
      vec3 p = uEye + d * (t + stride * .5);
      float e = density(p, true);
      if (e > .004) {
        float a = 1. - exp(-e * stride * mix(.12, .03, smoothstep(150., 1500., t)));
        gathered += mix(litCloud(p, d, e), mist, smoothstep(120., 1300., t) * .62) * a * through;
        through *= 1. - a;
        if (through < .02) break;
      }
      t += stride;
    }
  }
  // Fades out at the upper edge, above which the sky reads no panorama.
  float edge = smoothstep(1., .94, vUv.y);
  gl_FragColor = vec4(gathered * edge, mix(1., through, edge));
}
