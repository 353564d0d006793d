// Kapok flowers: iPlace is the foot and the size, turned by a hash of the place. uv.x runs from the heart to the tip of a petal.
attribute vec4 iPlace;
varying vec3 vNormal, vWorld;
varying float vTip, vId;
void main() {
  vId = fract(sin(dot(iPlace.xz, vec2(12.9, 78.2))) * 437.5);
  float a = vId * 40., b = (fract(vId * 17.) - .5) * 1.6;
  mat3 turn = mat3(cos(a), 0., sin(a), 0., 1., 0., -sin(a), 0., cos(a)) * mat3(1., 0., 0., 0., cos(b), sin(b), 0., -sin(b), cos(b));
  vTip = uv.x;
  vNormal = turn * normal;
  vWorld = turn * position * iPlace.w + iPlace.xyz;
  gl_Position = projectionMatrix * viewMatrix * vec4(vWorld, 1.);
}
