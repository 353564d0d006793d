// What the LED wall was given to show (wall.ts): each dissolves into the next, and into what is there without.
#include ../pictured.glsl;
uniform sampler2D uBefore, uNext;
uniform vec2 uBeforeFit, uNextFit; // share of each that is shown, about its middle
uniform vec3 uGuests; // whether there is one before and one next, and how far that has come

vec3 withGuests(vec3 own, vec2 at, vec3 ground) {
  vec3 before = uGuests.x > .5 ? pictured(uBefore, at, uBeforeFit, ground) : own;
  vec3 next = uGuests.y > .5 ? pictured(uNext, at, uNextFit, ground) : own;
  return mix(before, next, uGuests.z);
}
