// Seen from above: how high the furniture stands. day.glsl reads occlusion from it.
varying vec3 vColour, vNormal, vWorld;
varying vec2 vGrain;
flat varying float vFinish;
void main() { gl_FragColor = vec4(clamp(vWorld.y, 0., 4.), 0., 0., 1.); }
