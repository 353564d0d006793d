varying float vAcross, vAlong;
varying vec3 vColour;
void main() {
  float core = exp(-vAcross * vAcross * 7.);
  gl_FragColor = vec4(vColour * core * pow(1. - vAlong, 1.4) * .26, 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
