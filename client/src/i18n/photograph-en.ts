/** The group photograph: English. */
export const photographEn = {
  'title': 'Photographs', 'in': 'Stand still and smile. If you would rather not be in it, walk off now.', 'out': 'A photograph is about to be taken.',
  'left': '{count} seconds', 'wanted': 'Take it on this device', 'wanted-hint': 'The picture stays on your device until you save it.',
  'none': 'No photograph is being taken now.', 'draws': 'Click!', 'taken': 'Here it is.', 'missed': 'This page took no picture. Whoever is in the photograph gets the event’s.',
  'failed': 'This device could not draw the picture. Whoever is in the photograph gets the event’s.', 'save': 'Save picture', 'again': 'Try again',
  'sends': 'Keeping it for everyone in it…', 'done': 'Kept: everyone who is in it can save it.', 'unsent': 'It could not be kept for the others.',
  'own': 'Taken by this page', 'kept': 'The event’s picture', 'of': 'Photograph, {size}',
} as const;
