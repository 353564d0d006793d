#include ./dawn.glsl;
varying vec3 vNormal, vWorld;
varying float vTip, vId;
void main() {
  vec3 V = normalize(cameraPosition - vWorld), N = normalize(vNormal);
  if (dot(N, V) < 0.) N = -N;
  vec3 petal = mix(vec3(.70, .018, .018), vec3(.82, .08, .03), vId);
  vec3 albedo = mix(vec3(.95, .36, .05), petal, smoothstep(0., .4, vTip));
  vec3 c = albedo * lightAt(N, V, vWorld, 1.) + albedo * SUNLIGHT * (.22 + .7 * shineThrough(V)) * .5;
  gl_FragColor = vec4(hazed(c, vWorld), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
