/** Ceremonies: English. */
export const ceremonyEn = {
  'ceremony.title': 'Ceremony', 'ceremony.gong': 'The gong', 'ceremony.countdown': 'Countdown', 'ceremony.unveiling': 'Unveiling',
  'ceremony.strike': 'Strike the gong', 'ceremony.key': 'Strike the gong', 'ceremony.nearer': 'Come within four metres of the gong to strike it.',
  'ceremony.struck': 'You struck it in time.', 'ceremony.late': 'You struck it a moment later.', 'ceremony.together': 'Struck in the same moment:',
  'ceremony.now': 'Now!', 'ceremony.left': '{time} left', 'ceremony.veiled': 'In a moment the cloth falls.', 'ceremony.unveiled': 'It is unveiled.',
  'notice.gong-none': 'There is no gong to strike now.', 'notice.gong-far': 'The gong is too far away. Come within four metres of it.',
  'notice.gong-once': 'You have struck the gong already.', 'notice.gong-full': 'So many have struck the gong that no more is counted.',
  'notice.gong-late': 'Your stroke came a moment too late to count.',
} as const;
