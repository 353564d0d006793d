// LED wall and side screens as seen from the hall: pixels near, a picture far. Vertex R: 0 the wall, 1 a side screen.
#include ./common.glsl;
#include ./guests.glsl;
uniform sampler2D uFeed; // the stage camera, 16:9
uniform sampler2D uTitle; // white letters on nothing, 8:1
uniform sampler2D uSign; // the sign over all, and how much of it
uniform float uSignShare;
uniform vec2 uSideFit; // the part of the side screens' own picture that is shown
uniform float uSideBlur; // 1 shows only the colours of the wall's picture beside it
uniform float uSideFeed; // 0 shows the wall's picture on the side screens too, 1 the camera
uniform float uFull; // 1 while the camera has the whole wall
uniform float uOnCamera; // 1 while the stage camera looks: screens behind performers are then out of focus, and never a screen in a screen

// The title: high above the panel, a lower third over the full picture.
vec3 titled(vec3 c, vec2 uv) {
  vec2 place = mix(vec2(.5, .868), vec2(.5, .13), uFull), size = mix(vec2(.80, .25), vec2(.46, .144), uFull);
  vec2 q = (uv - place) / size + .5;
  float letters = texture2D(uTitle, clamp(q, 0., 1.)).a * step(abs(q.x - .5), .5) * step(abs(q.y - .5), .5);
  float band = smoothstep(.5, .3, abs(q.y - .5)) * smoothstep(.62, .3, abs(q.x - .5));
  return mix(mix(c, c * .25, band * .75), vec3(1., .95, .88) * 1.15, letters);
}

void main() {
  bool side = vColour.r > .5;
  vec2 metres = side ? vec2(9., 12.) : vec2(30., 12.);
  vec2 uv = vec2(vUv.x, vUv.y);
  vec3 c;
  if (side) {
    vec3 art = textureLod(uWall, vec2(.5 + (uv.x - .5) * .3, uv.y), uSideBlur * 5.).rgb;
    vec3 camera = pictured(uFeed, uv, uSideFit, art * .3) * 1.25;
    float rim = smoothstep(.0, .012, min(min(uv.x, 1. - uv.x) * .75, min(uv.y, 1. - uv.y)));
    c = mix(art, camera, uSideFeed) * rim + mix(uPaletteA, uPaletteB, uv.y) * (1. - rim) * 1.6;
  } else {
    float given = mix(uGuests.x, uGuests.y, uGuests.z);
    vec3 wall = textureLod(uWall, uv, 0.).rgb;
    c = mix(titled(wall, uv), withGuests(wall, uv, wall), given);
    vec4 sign = signOver(uSign, uv, 2.5, uSignShare);
    c = mix(c, sign.rgb * 1.2, sign.a);
  }
  if (uOnCamera > .5) c = textureLod(uWall, side ? vec2(.5 + (uv.x - .5) * .3, uv.y) : uv, 4.2).rgb;
  vec2 px = vUv * metres * 26.;
  float far = smoothstep(.22, .7, max(fwidth(px.x), fwidth(px.y)));
  float led = mix(smoothstep(.52, .24, length(fract(px) - .5)) * 1.7, .8, far);
  vec2 cabinet = abs(fract(vUv * metres / 1.5) - .5);
  c *= 1. - .12 * smoothstep(.488, .5, max(cabinet.x, cabinet.y)) * (1. - far);
  gl_FragColor = vec4(fogged(c * led * 1.3, distance(cameraPosition, vWorld) * .6), 1.);
  #include <tonemapping_fragment>
  #include <colorspace_fragment>
}
