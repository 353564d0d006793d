varying vec2 vAcross;

void main() {
  vAcross = position.xy * 2.0;
  gl_Position = projectionMatrix * viewMatrix * instanceMatrix * vec4(position, 1.0);
}
