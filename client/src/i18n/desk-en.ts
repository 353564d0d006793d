/** Texts of the desk: they come with it (i18n/desk.ts). */
export const deskEn = {
  'title': 'Show', 'open': 'Open the desk', 'fold': 'Fold the desk', 'now': 'Now', 'next': 'Next', 'nothing': 'Nothing yet', 'end': 'The end', 'waits': 'waits for Go',
  'due': 'in {time}', 'held': 'held', 'go': 'Go', 'back': 'Back', 'hold': 'Hold', 'on': 'Go on', 'panic': 'Panic',
  'start': 'Start', 'again': 'From the beginning', 'list': 'Cues', 'unnamed': 'Cue {number}', 'choose': 'Make {number} the next', 'console': 'Edit in the console',
  'empty': 'There are no cues here yet. Write some in the console.', 'hands': 'Also at the desk:', 'edits': '{name} (has {number} open)', 'with': 'plays by itself soon',
  'keeping': 'being kept …', 'unkept': 'The last change is not on disk yet.', 'keys': 'With the focus here: Enter or Space Go, B back, H hold, P panic, ↑ ↓ choose.',
  'trigger.after': 'after {time}', 'trigger.with': 'with the one before', 'trigger.at': 'at {time}', 'trigger.track': 'music at {time}',
  'rehearse': 'Rehearse', 'rehearse.hint': 'Opens a private copy of this room in which nothing is seen by others.',
  'rehearse.full': 'Too many rehearsals are open. Try again when one has ended.', 'rehearse.refused': 'The rehearsal could not be opened.',
  'rehearsal': 'Rehearsal', 'rehearsal.what': 'Nobody outside sees this. It ends when everyone has left.', 'rehearsal.end': 'End the rehearsal',
  'fault': 'Something of the last cue failed.',
  'fault.screen': 'A cue names a screen that is not here.', 'fault.file': 'A cue names a file that is not there.', 'fault.deck': 'A cue names slides that are not there.',
  'fault.nobody': 'Nobody is in the room: no photograph is taken.',
  'fault.stage': 'A cue names a stage that the event does not have.', 'fault.flashes': 'It would have flashed too often, so it was made softer.',
} as const;
