// The garden: as the house, but leaves move in the wind.
#include ./noise.glsl;
#include ./finish.glsl;
varying vec3 vColour, vNormal, vWorld;
varying vec2 vGrain;
flat varying float vFinish;
uniform float uWind; // room time, or a constant where motion is reduced

void main() {
  vFinish = finishOf(uv.x);
  vGrain = grainOf(uv, vFinish);
  vColour = color.rgb;
  vNormal = normal;
  vWorld = position;
  if (vFinish > 14.5 && vFinish < 16.5) vWorld += vec3(0., .25, 1.) * (sin(uWind * 1.3 + position.x * .7 + position.z * .9) * .05 + sin(uWind * 3.1 + position.z * 2.7) * .015) * smoothstep(0., 5., position.y);
  gl_Position = projectionMatrix * viewMatrix * vec4(vWorld, 1.);
}
