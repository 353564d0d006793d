// Somebody far away: an upright card with the view of the atlas that fits (impostors.ts). aPlace: x, y, z (metres), yaw;
// aCard: first cell of clip, look and frame, scale, look slot, share of the dither pattern that is drawn.
attribute vec4 aPlace, aCard;
uniform vec2 uCellSize, uCells;
uniform float uViews, uViewStride;
#include ../avatar/looks.glsl;
varying vec2 vUv;
varying vec3 vWorld;
flat varying vec2 vCell;
flat varying vec3 vRight, vForward;
flat varying vec4 vLookA, vLookB, vLookC;
flat varying float vShown;
void main() {
  vec3 toEye = cameraPosition - aPlace.xyz;
  float angle = atan(toEye.x, toEye.z);
  vForward = vec3(sin(angle), 0., cos(angle));
  vRight = vec3(vForward.z, 0., -vForward.x);
  float view = floor(fract((angle - aPlace.w) / 6.2831853 + .5 / uViews) * uViews);
  float cell = aCard.x + view * uViewStride;
  vCell = vec2(mod(cell, uCells.x), floor(cell / uCells.x));
  vUv = uv;
  vWorld = aPlace.xyz + vRight * (position.x * uCellSize.x * aCard.y) + vec3(0., position.y * uCellSize.y * aCard.y - .08, 0.);
  vLookA = texelFetch(uLooks, lookAt(aCard.z, 0), 0);
  vLookB = texelFetch(uLooks, lookAt(aCard.z, 1), 0);
  vLookC = texelFetch(uLooks, lookAt(aCard.z, 2), 0);
  vShown = aCard.w;
  gl_Position = projectionMatrix * viewMatrix * vec4(vWorld, 1.);
}
