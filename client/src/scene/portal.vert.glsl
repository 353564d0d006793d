// uv is -1..1 across the opening, the normal faces whoever looks in, vertex colour is the tint.
varying vec2 vAt;
varying vec3 vTint, vAcross;

void main() {
  vAt = uv;
  vTint = color.rgb;
  vec3 world = (modelMatrix * vec4(position, 1.)).xyz, N = normalize(mat3(modelMatrix) * normal);
  vec3 right = normalize(cross(vec3(0., 1., 0.), N)), ray = world - cameraPosition;
  vAcross = vec3(dot(ray, right), dot(ray, cross(N, right)), dot(ray, N));
  gl_Position = projectionMatrix * viewMatrix * vec4(world, 1.);
}
