// Long banners that hang from a pole's arm and blow in the wind. iPlace: top corner at the pole and the heading; iCloth: which cloth.
attribute vec4 iPlace;
attribute float iCloth;
varying vec2 vUv;
varying vec3 vNormal, vWorld;
varying float vCloth;
uniform float uTime, uSway;
void main() {
  vUv = uv;
  vCloth = iCloth;
  float h = 1. - uv.y, phase = uTime * mix(.3, 1.6, uSway) + iPlace.x * .7 + iPlace.z * .3;
  float wave = (sin(h * 5. - phase) * .26 * h + sin(h * 11. - phase * 1.7 + uv.x * 2.) * .06 * h) * mix(.35, 1., uSway);
  float c = cos(iPlace.w), s = sin(iPlace.w);
  vec3 p = vec3(uv.x * 1.55 + wave * .2, -h * 5.4, wave + uv.x * .06);
  vec3 n = normalize(vec3(.12 * cos(h * 5. - phase), .16 * cos(h * 5. - phase) * h, 1.));
  vNormal = vec3(c * n.x + s * n.z, n.y, -s * n.x + c * n.z);
  vWorld = iPlace.xyz + vec3(c * p.x + s * p.z, p.y, -s * p.x + c * p.z);
  gl_Position = projectionMatrix * viewMatrix * vec4(vWorld, 1.);
}
