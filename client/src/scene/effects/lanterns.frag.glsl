// Paper over a flame, ribbed.
varying float vHeight, vRib, vShown;
varying vec3 vNormal, vWorld, vTint;
void main() {
  if (vShown <= 0.) discard;
  vec3 v = normalize(vWorld - cameraPosition);
  float facing = abs(dot(normalize(vNormal), v)), flame = exp(-pow((vHeight + .28) * 2.2, 2.));
  vec3 c = mix(vec3(.86, .18, .03), vec3(1.9, .86, .26), flame * facing) * (.6 + .75 * facing) * (.82 + .18 * abs(cos(vRib * 6.)));
  if (abs(vHeight) > .45) c = vec3(.8, .52, .18);
  gl_FragColor = vec4(c * mix(vec3(1.), vTint * 1.5, step(vTint.r + vTint.g + vTint.b, 2.99)) * vShown, 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
