// A picture on a screen. at: texture coordinates over the whole screen, v upwards; fit: the share of the picture that is shown, about its middle,
// over 1 where there is ground beside it.
vec3 pictured(sampler2D picture, vec2 at, vec2 fit, vec3 ground) {
  vec2 q = (at - .5) * fit + .5, beyond = abs(q - .5) - .5;
  vec3 c = texture2D(picture, clamp(q, 0., 1.)).rgb;
  vec2 soft = max(fwidth(q), vec2(1e-4));
  vec2 inside = smoothstep(soft, -soft, beyond);
  return fit.x <= 1. && fit.y <= 1. ? c : mix(ground, c, inside.x * inside.y);
}

// The sign over a screen: a band in its lower part. aspect: width by height of the screen. a: how much it covers.
vec4 signOver(sampler2D sign, vec2 at, float aspect, float share) {
  vec2 size = vec2(min(.72, 2.4 / aspect), 0.);
  size.y = size.x * aspect * .15625;
  vec2 q = (at - vec2(.5, .06 + .5 * size.y)) / size + .5;
  if (share <= 0. || any(lessThan(q, vec2(0.))) || any(greaterThan(q, vec2(1.)))) return vec4(0.);
  vec4 c = texture2D(sign, q);
  return vec4(c.rgb, c.a * share);
}
