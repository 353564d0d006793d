// The drawn face. q: metres on the face from the middle of the head, x to the person's left as seen from the front, y up.
// Every edge is as soft as a pixel is wide, so the same face serves from close up to the far tier. Colours linear.
struct Face {
  vec3 skin, hair, eye;
  vec4 parts;    // eyes 0..7, brows 0..3, resting mouth 0..3, facial bits (1 stubble, 2 beard, 3 moustache; 4 freckles; 8 blush)
  vec4 mood;     // mouth 0..1, lids 0..1, gaze x, y
  float joy;     // 0..1: eyes smile
  float seed;
};

float within(float distanceInside, float pixel) { return smoothstep(-pixel, pixel, distanceInside); }
float spot(vec2 q, vec2 radius) { float r = length(q / radius); return r > 1. ? 0. : (1. - r) * (1. - r * .35); }
float ellipse(vec2 q, vec2 radius, float pixel) { return within((1. - length(q / radius)) * min(radius.x, radius.y), pixel); }
vec3 warmer(vec3 skin, float k) { return skin * vec3(k, k * .8, k * .76); }
float speck(vec2 cell) { return fract(sin(dot(cell, vec2(127.1, 311.7))) * 43758.5453); }

// Width, height, tilt and lashes of the eight eye shapes.
vec4 eyeShape(float kind) {
  if (kind < .5) return vec4(1., 1., .15, .55);
  if (kind < 1.5) return vec4(1.04, 1.06, .22, .95);
  if (kind < 2.5) return vec4(1.02, .82, .10, .30);
  if (kind < 3.5) return vec4(1.08, .88, .34, .85);
  if (kind < 4.5) return vec4(.94, 1.12, .02, .60);
  if (kind < 5.5) return vec4(1.06, .80, -.14, .45);
  if (kind < 6.5) return vec4(.98, .94, .26, .28);
  return vec4(1.10, 1.00, .18, 1.);
}

float arch(float u) { return pow(max(0., 1. - u * u), .68); }

// iris: how much of the result is eye, which takes less shade than skin.
vec3 drawEye(vec3 colour, vec2 e, float side, Face face, float pixel, inout float iris) {
  vec4 shape = eyeShape(face.parts.x);
  float w = .031 * shape.x, h = .0265 * shape.y, open = clamp(face.mood.y, 0., 1.);
  float inner = -.003, outer = h * shape.z, u = e.x / w;
  float line = mix(inner, outer, clamp(u * .5 + .5, 0., 1.)), f = arch(clamp(u, -1., 1.));
  float upper = line + f * h * mix(-.18, .90 - .12 * face.joy, open);
  float lower = line - f * h * mix(.20, .78 - .5 * face.joy, smoothstep(0., .6, open));
  vec3 deep = warmer(face.skin, .62);
  float across = within((1. - abs(u)) * w, pixel);
  float inside = across * within(upper - e.y, pixel) * within(e.y - lower, pixel) * smoothstep(.06, .2, open);

  vec2 g = e - vec2(face.mood.z * side * .010 + .0008, face.mood.w * .007 - .0005);
  vec2 r = vec2(.0172, .0214);
  vec3 ball = vec3(.98, .97, .98);
  float v = clamp(.5 + .5 * g.y / r.y, 0., 1.);
  vec3 body = mix(mix(face.eye * 1.35 + .10, face.eye * 1.02, smoothstep(.1, .4, v)), face.eye * .22, smoothstep(.45, 1., v));
  float a = atan(g.y, g.x);
  body *= 1. + .16 * sin(a * 22.) * smoothstep(.35, .55, length(g / r)) * within(.9 - length(g / r), .1);
  ball = mix(ball, face.eye * .14, ellipse(g, r, pixel));
  ball = mix(ball, body, ellipse(g, r * .89, pixel));
  ball = mix(ball, face.eye * .05, ellipse(g - vec2(0., .001), r * vec2(.43, .45), pixel));
  ball = mix(ball, face.eye * .6 + .45, .7 * ellipse(g + vec2(0., r.y * .62), r * vec2(.46, .16), pixel));
  ball = mix(ball, vec3(.22, .12, .24), .55 * smoothstep(h * .85, 0., upper - e.y));
  ball = mix(ball, vec3(1.5), ellipse(g - vec2(-side * .0058, .0085), vec2(.0052, .006), pixel));
  ball = mix(ball, vec3(1.3), .85 * ellipse(g - vec2(side * .0066, -.0085), vec2(.0026, .003), pixel));
  colour = mix(colour, ball, inside);
  iris = max(iris, inside);

  vec3 lash = mix(vec3(.022, .012, .018), face.hair * .22, .25);
  // Lid crease, lower rim, then the lashes: a crescent that thickens outwards and ends in a wing.
  float crease = line + f * h * 1.22 + .004;
  colour = mix(colour, deep, .55 * open * smoothstep(.5, .8, open) * within(.0008 - abs(e.y - crease), pixel) * within((.95 - abs(u)) * w, .004));
  colour = mix(colour, warmer(face.skin, .5), .5 * open * within(.0007 - abs(e.y - lower), pixel) * smoothstep(-.5, .1, u) * across);
  float thick = (.0026 + .0034 * shape.w) * mix(.35, 1.15, clamp(u * .5 + .5, 0., 1.)) * smoothstep(-1.06, -.75, u);
  float crescent = within(e.y - upper + .0004, pixel) * within(upper + thick - e.y, pixel) * within((1.02 - abs(u)) * w, pixel);
  float wing = .0045 + .0085 * shape.w, along = (e.x - w * .93) / (wing + w * .07);
  float tail = within(min(along, 1. - along) * wing, pixel) * within(thick * .62 * (1. - along) - abs(e.y - outer - (e.x - w) * .72 - thick * .35 - .0006), pixel);
  colour = mix(colour, lash, max(crescent, tail));
  return colour;
}

vec3 drawMouth(vec3 colour, vec2 m, Face face, float pixel) {
  // Half width, curve and opening of the resting mouths: smile, soft, smirk, grin.
  float kind = face.parts.z;
  vec3 rest = kind < .5 ? vec3(.027, .0105, 0.) : kind < 1.5 ? vec3(.019, .0045, 0.) : kind < 2.5 ? vec3(.025, .0065, 0.) : vec3(.031, .012, .011);
  float speech = clamp(face.mood.x, 0., 1.), shape = speck(vec2(floor(uMoment * 6.5), face.seed));
  float w = rest.x * mix(1., mix(.62, 1.22, shape), speech), curve = mix(rest.y, .004, speech * .7) + .004 * face.joy;
  float open = mix(rest.z + .012 * face.joy, mix(.030, .015, shape), speech);
  float u = m.x / w, f = arch(clamp(u, -1., 1.));
  float skew = kind > 1.5 && kind < 2.5 ? .0035 * u : 0.;
  float top = curve * (u * u * 1.38 - .38) + skew + open * .10 * f, bottom = top - open * f;
  vec3 lip = warmer(face.skin, .52);
  float across = within((1. - abs(u)) * w, pixel);
  colour = mix(colour, warmer(face.skin, .70), .5 * spot(m + vec2(0., .0095 + open), vec2(.019, .007)));
  if (open > .002) {
    float inside = across * within(top - m.y, pixel) * within(m.y - bottom, pixel);
    vec3 mouth = vec3(.155, .014, .026);
    mouth = mix(mouth, vec3(.84, .21, .23), ellipse(m - vec2(0., bottom + open * .06), vec2(w * .60, open * .40), pixel));
    mouth = mix(mouth, vec3(.95, .92, .89), within(m.y - (top - max(.0035, open * .22) * f), pixel) * smoothstep(1., .9, abs(u)));
    colour = mix(colour, mouth, inside);
    colour = mix(colour, lip, across * within(.0010 - abs(m.y - bottom), pixel));
  }
  return mix(colour, warmer(face.skin, .38), within((1.04 - abs(u)) * w, pixel) * within(.00135 * (1.15 - .6 * u * u) - abs(m.y - top), pixel));
}

vec3 drawFace(vec2 q, Face face, float pixel, out float eyes) {
  vec3 colour = face.skin, deep = warmer(face.skin, .62);
  float side = q.x < 0. ? -1. : 1., light = dot(face.skin, vec3(.3, .5, .2));
  vec2 s = vec2(abs(q.x), q.y);
  int facial = int(face.parts.w + .5);
  eyes = 0.;
  float blush = ((facial & 8) != 0 ? .62 : .28) * mix(.45, 1., smoothstep(.08, .45, light));
  colour = mix(colour, mix(vec3(.72, .09, .06), vec3(1., .20, .20), smoothstep(.1, .5, light)), blush * spot(s - vec2(.076, -.064), vec2(.040, .028)));
  colour = mix(colour, deep, .30 * spot(s - vec2(.054, -.004), vec2(.046, .036)));
  colour = mix(colour, deep, .5 * spot(q - vec2(0., -.0625), vec2(.019, .009)));
  colour = mix(colour, colour * 1.5 + .05, .30 * spot(q - vec2(.001, -.041), vec2(.008, .011)));
  if ((facial & 4) != 0) {
    vec2 cell = floor(q / .0085), at = (cell + .25 + .5 * vec2(speck(cell + face.seed), speck(cell + 7.))) * .0085;
    float here = step(.52, speck(cell + 3. + face.seed)) * step(s.x, .09) * smoothstep(.022, .012, abs(q.y + .05));
    colour = mix(colour, warmer(face.skin, .55), .55 * here * within(.0013 - length(q - at), pixel));
  }
  if ((facial & 3) == 1) colour = mix(colour, face.hair, .42 * spot(vec2(q.x, q.y + .118), vec2(.088, .062)));
  colour = drawEye(colour, vec2(s.x - .0545, q.y + .015), side, face, pixel, eyes);

  // Brows: fine, arched, straight, strong.
  float kind = face.parts.y, bx = (s.x - .0285) / .060;
  float lift = .004 * face.mood.x + .004 * face.joy;
  float tilt = kind < .5 ? .001 : kind < 1.5 ? .003 : kind < 2.5 ? -.002 : .002;
  float bow = (kind < 1.5 ? .010 : kind < 2.5 ? .004 : .008) * (kind > .5 && kind < 1.5 ? 1.25 : 1.);
  float stroke = kind < .5 ? .0022 : kind < 1.5 ? .0026 : kind < 2.5 ? .0032 : .0042;
  float line = .0395 + lift + tilt * (bx * 2. - 1.) + bow * 4. * bx * (1. - bx) * .62 * (.75 + .5 * bx);
  float body = within(min(bx, 1. - bx) * .06, pixel) * within(stroke * mix(1.05, .35, bx * bx) * smoothstep(-.02, .14, bx) - abs(q.y - line), pixel);
  colour = mix(colour, mix(face.hair * .7, deep * .35, light < .12 ? .6 : .15), .92 * body);
  return drawMouth(colour, q - vec2(0., -.0905), face, pixel);
}
