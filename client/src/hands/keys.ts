import { effect } from '@preact/signals';
import type { Action } from '../input/actions';
import { focusPlace } from '../input/focus';
import { holds } from '../input/holds';
import { shown } from '../slices';
import type { Panel } from '../slices/hands';

const { ceremony, chat, door, hands, people, self, settings, stage, voice } = shown;

const HOLD_MS = 350; // a shorter press of the key leaves the wheel open, for those who cannot hold one

/** What keys and the buttons of a gamepad do in a room, besides moving and looking. */
export class Keys {
  private wheelSince = 0;
  private isTalking = false;

  constructor() {
    holds.listen({ window, document });
    // What was held in one room is not held in the next, nor is it while the line is lost.
    effect(() => {
      void door.phase.value;
      void door.room.value?.id;
      holds.drop();
    });
  }

  readonly act = (action: Action): void => {
    // Whatever was begun ends, wherever one is by then, and however the settings are.
    if (action.kind === 'talkEnd') return this.talk(false);
    if (action.kind === 'emoteWheelDrop') return void (hands.wheelOpen.value = false);
    if (door.phase.value !== 'live' && door.phase.value !== 'lost') return;
    switch (action.kind) {
      case 'sit': return self.ask.toggleSeat();
      case 'emote': hands.wheelOpen.value = false; return self.ask.emote(action.emote);
      case 'stick': return self.ask.toggleStick();
      case 'chat': chat.chatOpen.value = true; return;
      case 'roster': return toggle('roster');
      case 'map': return toggle('map');
      case 'close': return closeTop();
      case 'back': return isOpen() ? closeTop() : self.ask.toggleSeat();
      case 'enter': if (door.portalNear.value === null) chat.chatOpen.value = true; else door.ask.takePortal(); return;
      case 'stage': stage.flat.value = !stage.flat.value && stage.watched.value !== null; return;
      case 'strike': return ceremony.ask.strike();
      case 'microphone': return voice.ask.toggleMicrophone();
      case 'hand': return voice.ask.raiseHand(!voice.hands.value.includes(door.me.value));
      case 'talkBegin': if (settings.settings.value.pushToTalk) this.talk(true); return;
      case 'emoteWheelOpen': return this.openWheel();
      case 'emoteWheelClose': return this.letGoOfWheel();
      default: return;
    }
  };

  private talk(on: boolean): void {
    if (on === this.isTalking) return;
    this.isTalking = on;
    voice.ask.talk(on);
  }

  private openWheel(): void {
    hands.wheelOpen.value = !hands.wheelOpen.value;
    hands.wheelOver.value = 0;
    this.wheelSince = performance.now();
  }

  /** Letting go of the key takes the emote under the pointer; without one, a long press closes the wheel. */
  private letGoOfWheel(): void {
    if (!hands.wheelOpen.value) return;
    const over = hands.wheelOver.value;
    if (over === 0 && performance.now() - this.wheelSince < HOLD_MS) return;
    hands.wheelOpen.value = false;
    if (over > 0) self.ask.emote(over);
  }
}

function toggle(panel: Panel): void {
  hands.panel.value = hands.panel.value === panel ? 'none' : panel;
}

function isOpen(): boolean {
  return people.card.value !== null || hands.wheelOpen.value || hands.panel.value !== 'none' || stage.flat.value || chat.chatOpen.value;
}

/** Closes the topmost thing that is open, which gives the keys back to where they came from; where nothing is open, to the place. */
function closeTop(): void {
  if (!isOpen()) return focusPlace();
  if (people.card.value !== null) people.card.value = null;
  else if (hands.wheelOpen.value) hands.wheelOpen.value = false;
  else if (hands.panel.value !== 'none') hands.panel.value = 'none';
  else if (stage.flat.value) stage.flat.value = false;
  else chat.chatOpen.value = false;
}
