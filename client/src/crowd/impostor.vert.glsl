// Somebody far away: an upright card with the view of the atlas that fits (impostors.ts).
#include ../avatar/looks.glsl;
#include ./figure.glsl;
uniform vec2 uCellSize, uCells;
uniform float uViews, uViewStride, uLookStride;
varying vec2 vUv;
varying vec3 vWorld;
flat varying vec2 vCell;
flat varying vec3 vRight, vForward;
flat varying vec4 vLookA, vLookB, vLookC;
flat varying float vShown;
void main() {
  vLookA = texelFetch(uLooks, lookAt(aSelf.x, 0), 0);
  vLookB = texelFetch(uLooks, lookAt(aSelf.x, 1), 0);
  vLookC = texelFetch(uLooks, lookAt(aSelf.x, 2), 0);
  vec3 toEye = cameraPosition - aPlace.xyz;
  float angle = atan(toEye.x, toEye.z);
  vForward = vec3(sin(angle), 0., cos(angle));
  vRight = vec3(vForward.z, 0., -vForward.x);
  vec4 clip = clipOf();
  float view = floor(fract((angle - aPlace.w) / 6.2831853 + .5 / uViews) * uViews);
  float cell = view * uViewStride + vLookC.y * uLookStride + clip.z + min(clip.w - 1., floor(phaseNow() * clip.w));
  vCell = vec2(mod(cell, uCells.x), floor(cell / uCells.x));
  vUv = uv;
  vWorld = aPlace.xyz + vRight * (position.x * uCellSize.x * aMotion.w) + vec3(0., position.y * uCellSize.y * aMotion.w - .08, 0.);
  vShown = aSelf.y;
  gl_Position = projectionMatrix * viewMatrix * vec4(vWorld, 1.);
}
