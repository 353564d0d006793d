// Poses of the kit's skeleton, baked to a float texture (kit.ts). Row 0 holds the joints of the bind pose, each further row
// one frame of one clip; a bone has two texels: a rotation (quaternion, relative to the bind pose) and a position.
// Model space: metres, feet at the origin, face to +Z. Frames are rows and may be fractional.
uniform highp sampler2D uBones;

vec3 turn(vec4 q, vec3 v) { return v + 2. * cross(q.xyz, cross(q.xyz, v) + q.w * v); }
vec3 turnYaw(float yaw, vec3 v) {
  float c = cos(yaw), s = sin(yaw);
  return vec3(c * v.x + s * v.z, v.y, -s * v.x + c * v.z);
}

void boneAtFrame(int bone, float frame, out vec4 rotation, out vec3 position) {
  int row = int(frame);
  rotation = texelFetch(uBones, ivec2(bone * 2, row), 0);
  position = texelFetch(uBones, ivec2(bone * 2 + 1, row), 0).xyz;
#ifdef SMOOTH_FRAMES
  float k = frame - float(row);
  vec4 next = texelFetch(uBones, ivec2(bone * 2, row + 1), 0);
  rotation = mix(rotation, dot(rotation, next) < 0. ? -next : next, k);
  position = mix(position, texelFetch(uBones, ivec2(bone * 2 + 1, row + 1), 0).xyz, k);
#endif
}

// frames: the frame shown, the frame that fades out, and the share of the latter.
void boneAt(int bone, vec3 frames, out vec4 rotation, out vec3 position) {
  boneAtFrame(bone, frames.x, rotation, position);
  if (frames.z > 0.) {
    vec4 otherRotation;
    vec3 otherPosition;
    boneAtFrame(bone, frames.y, otherRotation, otherPosition);
    rotation = mix(rotation, dot(rotation, otherRotation) < 0. ? -otherRotation : otherRotation, frames.z);
    position = mix(position, otherPosition, frames.z);
  }
  rotation = normalize(rotation);
}

// Where a point of the bind pose is when it follows one bone.
vec3 follow(int bone, vec3 frames, vec3 point) {
  vec4 rotation;
  vec3 position;
  boneAt(bone, frames, rotation, position);
  return turn(rotation, point - texelFetch(uBones, ivec2(bone * 2 + 1, 0), 0).xyz) + position;
}
