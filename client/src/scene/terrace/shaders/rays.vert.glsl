// A fan of light around the sun on the screen, as strong as the sun is free before the eye: the camera asks a depth map seen from the sun.
varying vec2 vFromSun;
varying float vStrength;
uniform vec3 uSun;
uniform highp sampler2D uSunDepth;
uniform mat4 uSunMatrix;
uniform float uAspect;

float sunSeen() {
  vec3 side = normalize(cross(uSun, vec3(0., 1., 0.))), up = cross(side, uSun);
  float seen = 0.;
  for (int i = 0; i < 16; i++) {
    float a = float(i) * 2.399963, r = .55 * sqrt(float(i) / 16.);
    vec4 p = uSunMatrix * vec4(cameraPosition + side * cos(a) * r + up * sin(a) * r, 1.);
    vec3 q = p.xyz / p.w;
    bool outside = any(lessThan(q, vec3(0.))) || any(greaterThan(q, vec3(1.)));
    seen += outside ? 1. : step(q.z - .002, textureLod(uSunDepth, q.xy, 0.).r);
  }
  return seen / 16.;
}

void main() {
  vec4 sun = projectionMatrix * viewMatrix * vec4(uSun, 0.);
  vec2 at = sun.xy / max(sun.w, 1e-3);
  vFromSun = (position.xy - at) * vec2(uAspect, 1.);
  vStrength = smoothstep(0., .35, sun.w) * smoothstep(2.2, 1., max(abs(at.x), abs(at.y))) * (.25 + .75 * sunSeen());
  gl_Position = vec4(position.xy, 0., 1.);
}
