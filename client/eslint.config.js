import tseslint from 'typescript-eslint';

/**
 * The floor plan: what each room of src/ may import of the others; a single file is named where one needs no more than that. A room is made known here before
 * anybody may import it. That there are no circles, and what a visit needs all in all, is tested by test/floor-plan.test.ts.
 */
const ROOMS = {
  math: [],
  i18n: [],
  input: [],
  scene: ['math', 'net/parts'],
  net: ['avatar/look'],
  world: ['net', 'math', 'avatar/look'],
  slices: ['net', 'avatar/look'],
  show: ['net', 'math', 'scene'],
  ceremony: ['slices', 'net', 'scene'],
  slides: ['net'],
  tracks: ['net'],
  stage: ['slices', 'net/parts'],
  audio: ['world', 'voice/sdp'],
  voice: ['audio/level'],
  visit: ['slices', 'net', 'world', 'i18n', 'avatar/look', 'avatar/random', 'show/timeline', 'slides/bring', 'tracks/now'],
  avatar: ['scene', 'math', 'net'],
  crowd: ['world', 'net', 'math', 'avatar', 'scene'],
  hands: ['slices', 'input', 'world'],
  picture: ['slices', 'visit/roster', 'net', 'world', 'math', 'input', 'hands', 'avatar', 'crowd', 'scene', 'show'],
  talk: ['slices', 'visit', 'net', 'world', 'i18n', 'audio', 'voice'],
  ui: ['slices', 'i18n', 'input', 'net', 'avatar', 'math', 'audio/awake', 'slides/turning', 'ceremony'],
  page: ['slices', 'slides', 'ceremony', 'show/model', 'tracks', 'scene', 'stage', 'voice/microphone', 'visit', 'picture', 'talk', 'hands', 'net', 'world', 'audio', 'i18n'],
};
/** Rooms that draw. A visit, and all it is made of, runs where there is no WebGL and no canvas. */
const DRAWS = new Set(['scene', 'show', 'ceremony', 'avatar', 'crowd', 'picture', 'page']);

const boundaries = Object.entries(ROOMS).flatMap(([room, allowed]) => {
  const may = allowed.map((one) => `${one}(?:/|$)`).join('|') || '$^';
  const patterns = (up) => [{
    regex: `^${up}(?!(?:${may}))`,
    message: `src/${room} imports of other rooms ${allowed.join(', ') || 'nothing'} (the floor plan in eslint.config.js).`,
  }];
  const three = DRAWS.has(room) ? [] : [{ regex: '^three(?:/|$)', message: `src/${room} draws nothing.` }];
  return [
    { files: [`src/${room}/*.{ts,tsx}`], rules: { 'no-restricted-imports': ['error', { patterns: [...patterns('\\.\\./'), ...three] }] } },
    // generated/ lies in net/ and is no room.
    { files: [`src/${room}/*/*.{ts,tsx}`], rules: { 'no-restricted-imports': ['error', { patterns: [...patterns('\\.\\./\\.\\./'), ...three] }] } },
  ];
});

export default tseslint.config(
  { ignores: ['dist', 'src/net/generated'] },
  ...tseslint.configs.recommendedTypeChecked,
  { languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  { files: ['**/*.{js,mjs}'], extends: [tseslint.configs.disableTypeChecked] },
  {
    files: ['src/**/*.{ts,tsx}', 'test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // What thousands of people do lies in typed arrays, which hold an enum's numbers and know nothing of the enum.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      'no-console': ['error', { allow: ['warn', 'error'] }],
    },
  },
  {
    // three's own types give uniforms, materials and user data as any.
    files: ['src/{scene,avatar,crowd,picture}/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-call': 'off', '@typescript-eslint/no-unsafe-member-access': 'off', '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/no-unsafe-argument': 'off' },
  },
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-unsafe-assignment': 'off' } }, // what a test expects of something may be anything
  ...boundaries,
);
