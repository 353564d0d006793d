// Fans of thin rays from the stage's corners. position: x across (-1..1), y along (0..1); iRay: source x, fan position -1..1, index, side.
#include ../light.glsl;
attribute vec4 iRay;
uniform vec3 uLaser;
varying float vAcross, vAlong;
varying vec3 vColour;
void main() {
  float t = uTime * .5;
  float fan = iRay.y * (.5 + .25 * sin(t * .8)) , lift = .30 + .10 * sin(t * .6 + iRay.w * 2.) + .03 * sin(iRay.y * 3. + t * 2.);
  vec3 from = vec3(iRay.x, 3.4, -35.2);
  vec3 aim = normalize(vec3(sin(fan) - iRay.w * .25, lift, cos(fan)));
  vec3 to = from + aim * 46.;
  vec3 point = mix(from, to, position.y);
  vec3 side = normalize(cross(aim, cameraPosition - point));
  float width = .012 + .0011 * length(cameraPosition - point);
  vAcross = position.x;
  vAlong = position.y;
  vColour = uLaser;
  gl_Position = projectionMatrix * viewMatrix * vec4(point + side * position.x * width * 2., 1.);
}
