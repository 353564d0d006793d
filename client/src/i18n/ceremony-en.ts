/** Ceremonies: English. */
export const ceremonyEn = {
  'title': 'Ceremony', 'gong': 'The gong', 'countdown': 'Countdown', 'unveiling': 'Unveiling',
  'signing': 'Signing wall', 'certificate': 'Certificate of attendance', 'photograph': 'Group photograph',
  'strike': 'Strike the gong', 'nearer': 'Come within four metres of the gong to strike it.',
  'struck': 'You struck it in time.', 'late': 'You struck it a moment later.', 'together': 'Struck in the same moment:',
  'now': 'Now!', 'left': '{time} left', 'veiled': 'In a moment the cloth falls.', 'unveiled': 'It is unveiled.',
} as const;
