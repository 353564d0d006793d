// Everyone's glow sticks by where they stand (light.ts). uSticks: by sector, colour (linear) and 0 off, 1 steady, 2 wave, 3 alternate, 4 breathe.
// uSticksFrom: x, z of the middle of the stage, the angle in radians about it over which the sectors lie, and how much they move (0 calm, 1).
// uSticksNow: seconds and beats, both wrapped, and how light the place is (0 a dark hall .. 1 daylight).
uniform vec4 uSticks[8];
uniform vec4 uSticksFrom;
uniform vec3 uSticksNow;

// The colour of somebody's stick: their own, or what the show gives to where they stand. world: metres.
vec3 stickLight(vec3 own, vec3 world) {
  vec2 from = world.xz - uSticksFrom.xy;
  // From the left of the stage, as seen from it: +X is left for whoever faces +Z.
  float turn = atan(from.x, max(from.y, .01)) / uSticksFrom.z;
  int sector = int(clamp((.5 - turn) * 8., 0., 7.));
  vec4 given = uSticks[sector];
  if (given.a < .5) return own;
  float metres = length(from), lively = uSticksFrom.w, bright = 1.;
  if (given.a > 3.5) bright = .62 + .38 * sin(uSticksNow.x * mix(.8, 1.9, lively));
  else if (given.a > 2.5) {
    float place = mod(floor(world.x / 1.7) + floor(world.z / 1.7), 2.), turnOf = mod(floor(uSticksNow.y * .5), 2.);
    bright = mix(.62, mix(.16, 1.1, abs(place - turnOf)), lively);
  } else if (given.a > 1.5) bright = mix(.75, .2 + .95 * pow(.5 + .5 * cos(metres * .35 - uSticksNow.x * 2.4), 2.), lively);
  return given.rgb * bright;
}
