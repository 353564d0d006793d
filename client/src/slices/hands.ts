import { signal } from '@preact/signals';
import { port } from './port';

/** What is open over the place, and what thumbs ask for. Owned by the interface and by hands/. */

export type Panel = 'none' | 'roster' | 'settings' | 'sound' | 'controls' | 'map' | 'look' | 'stick' | 'hands' | 'live' | 'slides' | 'tracks' | 'signing' | 'certificate'
  | 'photographs';

export interface HandsPort {
  readonly jump: () => void;
  /** Joystick of a thumb, x right and y forwards, each −1..1; (0, 0) when let go. */
  readonly joystick: (x: number, y: number) => void;
}

export function handsSlice() {
  return {
    panel: signal<Panel>('none'),
    wheelOpen: signal(false),
    /** The emote under the pointer while the wheel is open; 0 for none. */
    wheelOver: signal(0),
    ask: port<HandsPort>({ jump: 'dropped', joystick: 'dropped' }),
  };
}
