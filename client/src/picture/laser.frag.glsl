// A laser's point: a hot middle in a soft ring of light. vAcross: -1..1 over the square.
varying vec2 vAcross;

void main() {
  float far = length(vAcross);
  float core = smoothstep(0.34, 0.2, far), halo = pow(max(0.0, 1.0 - far), 2.5);
  gl_FragColor = vec4(mix(vec3(1.0, 0.07, 0.1), vec3(1.0, 0.85, 0.8), core * 0.75) * (halo * 1.4 + core * 2.6), halo + core);
}
