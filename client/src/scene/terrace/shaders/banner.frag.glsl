// Red or green silk with a gold hem, a kapok flower in a ring and three clouds. The sun shines through.
#include ./dawn.glsl;
varying vec2 vUv;
varying vec3 vNormal, vWorld;
varying float vCloth;

float figure(vec2 uv) {
  vec2 p = (uv - vec2(.5, .76)) * vec2(1.55, 5.4);
  float r = length(p), g = step(.92, abs(uv.x * 2. - 1.));
  g = max(g, smoothstep(.05, .02, abs(r - .48)));
  g = max(g, smoothstep(.05, .02, abs(r - .24 - .12 * abs(cos(atan(p.x, p.y) * 2.5)))));
  g = max(g, smoothstep(.09, .06, r));
  for (int k = 0; k < 3; k++) {
    vec2 c = (uv - vec2(.5, .5 - .12 * float(k))) * vec2(1.55, 5.4);
    g = max(g, smoothstep(.05, .02, abs(c.y - .12 * cos(c.x * 7.))) * step(abs(c.x), .5));
  }
  return g;
}

void main() {
  if (vUv.y < .09 * (1. - abs(vUv.x * 2. - 1.))) discard;
  vec3 V = normalize(cameraPosition - vWorld), N = normalize(vNormal);
  if (dot(N, V) < 0.) N = -N;
  vec3 silk = vCloth < .5 ? vec3(.52, .030, .028) : vec3(.07, .30, .23);
  vec3 albedo = mix(silk, vec3(.95, .66, .26), figure(vUv));
  vec3 c = albedo * lightAt(N, V, vWorld, 1.) + albedo * SUNLIGHT * pow(max(dot(-V, uSun), 0.), 2.) * .4 * keyVisibility(vWorld, N);
  gl_FragColor = vec4(hazed(c, vWorld), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
