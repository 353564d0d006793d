// What every built surface starts from. Include after dawn.glsl.
varying vec3 vNormal, vWorld;
varying vec4 vTint;
varying vec2 vUv;

struct Surface { vec3 albedo, N, V, R; float ao, fresnel; };

Surface surface() {
  Surface s;
  s.V = normalize(cameraPosition - vWorld);
  s.N = normalize(vNormal) * (gl_FrontFacing ? 1. : -1.);
  s.R = reflect(-s.V, s.N);
  s.albedo = vTint.rgb;
  s.ao = vTint.a * vTint.a * (1.6 - .6 * vTint.a);
  s.fresnel = pow(1. - max(dot(s.N, s.V), 0.), 5.);
  return s;
}

vec3 diffuse(Surface s, vec3 N) { return s.albedo * lightAt(N, s.V, vWorld, s.ao); }

// What a polished surface mirrors: the sky, darker below the horizon where the terrace lies.
vec3 mirrored(vec3 R) {
  return R.y > 0. ? skyColour(R) : mix(vec3(.24, .29, .27), skyColour(vec3(R.x, .001, R.z)), .35);
}

void finish(vec3 c) { gl_FragColor = vec4(hazed(c, vWorld), 1.); }
