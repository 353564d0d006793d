// Somebody in view as an instance (figures.ts). aPlace: x, y, z (metres), yaw; aMotion: clip and flags, place in the clip at
// moment 0 and its change per second, scale; aSelf: id, share of the dither pattern, metres over the floor, opacity.
attribute vec4 aPlace, aMotion, aSelf;
uniform highp sampler2D uClips; // by clip: first row of its poses, frames, first picture of the atlas, pictures
uniform float uMoment;          // seconds, as the crowd counts them

vec4 clipOf() { return texelFetch(uClips, ivec2(int(aMotion.x) & 255, 0), 0); }
bool holdsStick() { return (int(aMotion.x) & 256) != 0; }
float sticksAround() { return float(int(aMotion.x) >> 10) * .125; } // a square metre
bool sits() { return (int(aMotion.x) & 512) != 0; }
// Place in the clip, 0..1.
float phaseNow() {
  float at = aMotion.y + abs(aMotion.z) * uMoment;
  return aMotion.z < 0. ? clamp(at, 0., 1.) : fract(at);
}
