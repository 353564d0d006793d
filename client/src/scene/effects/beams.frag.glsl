// Light in haze: brightest along the axis, thinning with distance, cut softly at the floor. Additive.
uniform float uTime;
uniform vec2 uBeamHaze; // how much the air shows of the light, and how bright the lens is
varying float vAlong, vFlare;
varying vec3 vColour, vNormal, vView, vWorld;
varying vec2 vCorner;
void main() {
  if (vFlare > .5) {
    float d = length(vCorner);
    gl_FragColor = vec4((vColour + .25 * min(1., dot(vColour, vec3(1.)))) * (exp(-d * d * 9.) * .9 + smoothstep(.28, .1, d) * 1.1) * smoothstep(1., .6, d) * uBeamHaze.y, 1.);
  } else {
    float core = pow(abs(dot(normalize(vNormal), normalize(vView))), 2.4);
    float haze = .68 + .32 * sin(vWorld.x * .7 + uTime * .5) * sin(vWorld.y * .9 - uTime * .3) * sin(vWorld.z * .8);
    float near = smoothstep(.5, 5., length(vView));
    float alpha = core * (pow(1. - vAlong, 1.5) * .72 * haze + exp(-vAlong * 30.) * .8) * smoothstep(.2, 2.6, vWorld.y) * near;
    gl_FragColor = vec4(vColour * alpha * uBeamHaze.x, 1.);
  }
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
