import { commandKey, walkKeys, type CommandLetter } from '../input/actions';
import { printed } from '../input/layout';

/** The key of a command, as this person's keyboard prints it; follows a change of layout. */
export const keyName = (letter: CommandLetter): string => commandKey(letter, printed.value);

/** The four keys that walk: `W A S D`, or what this keyboard prints there. */
export const walkKeyNames = (): string => walkKeys(printed.value);
