// Everything of the forum that stands still.
#include ./noise.glsl;
#include ./finish.glsl;
varying vec3 vColour, vNormal, vWorld;
varying vec2 vGrain;
flat varying float vFinish;

void main() {
  vFinish = finishOf(uv.x);
  vGrain = grainOf(uv, vFinish);
  vColour = color.rgb;
  vNormal = normal;
  vWorld = (modelMatrix * vec4(position, 1.)).xyz;
  gl_Position = projectionMatrix * viewMatrix * vec4(vWorld, 1.);
}
