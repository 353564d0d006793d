// Sky lanterns: iPlace is position and size.
attribute vec4 iPlace;
varying float vHeight, vRib;
varying vec3 vNormal, vWorld;
uniform float uTime, uSway;
void main() {
  float id = fract(iPlace.x * .37 + iPlace.z * .71);
  vec3 drift = vec3(sin(uTime * .3 + id * 20.) * .4, sin(uTime * .4 + id * 40.) * .3, 0.) * uSway;
  vHeight = position.y;
  vRib = atan(position.x, position.z);
  vNormal = normal;
  vWorld = position * iPlace.w + iPlace.xyz + drift;
  gl_Position = projectionMatrix * viewMatrix * vec4(vWorld, 1.);
}
