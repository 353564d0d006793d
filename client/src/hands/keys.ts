import { effect } from '@preact/signals';
import type { Action } from '../input/actions';
import { focusPlace } from '../input/focus';
import { holds } from '../input/holds';
import { actions, model, type Panel } from '../ui/model';
import { voice, voiceActions } from '../ui/voice-model';

const HOLD_MS = 350; // a shorter press of the key leaves the wheel open, for those who cannot hold one

/** What keys and the buttons of a gamepad do in a room, besides moving and looking. */
export class Keys {
  private wheelSince = 0;
  private isTalking = false;

  constructor() {
    holds.listen({ window, document });
    // What was held in one room is not held in the next, nor is it while the line is lost.
    effect(() => {
      void model.phase.value;
      void model.room.value?.id;
      holds.drop();
    });
  }

  readonly act = (action: Action): void => {
    // Whatever was begun ends, wherever one is by then, and however the settings are.
    if (action.kind === 'talkEnd') return this.talk(false);
    if (action.kind === 'emoteWheelDrop') return void (model.wheelOpen.value = false);
    if (model.phase.value !== 'live' && model.phase.value !== 'lost') return;
    switch (action.kind) {
      case 'sit': return actions.toggleSeat();
      case 'emote': model.wheelOpen.value = false; return actions.emote(action.emote);
      case 'stick': return actions.toggleStick();
      case 'chat': model.chatOpen.value = true; return;
      case 'roster': return toggle('roster');
      case 'map': return toggle('map');
      case 'close': return closeTop();
      case 'back': return isOpen() ? closeTop() : actions.toggleSeat();
      case 'enter': if (model.portalNear.value === null) model.chatOpen.value = true; else actions.takePortal(); return;
      case 'microphone': return voiceActions.toggleMicrophone();
      case 'hand': return voiceActions.raiseHand(!voice.hands.value.includes(model.me.value));
      case 'talkBegin': if (model.settings.value.pushToTalk) this.talk(true); return;
      case 'emoteWheelOpen': return this.openWheel();
      case 'emoteWheelClose': return this.letGoOfWheel();
      default: return;
    }
  };

  private talk(on: boolean): void {
    if (on === this.isTalking) return;
    this.isTalking = on;
    voiceActions.talk(on);
  }

  private openWheel(): void {
    model.wheelOpen.value = !model.wheelOpen.value;
    model.wheelOver.value = 0;
    this.wheelSince = performance.now();
  }

  /** Letting go of the key takes the emote under the pointer; without one, a long press closes the wheel. */
  private letGoOfWheel(): void {
    if (!model.wheelOpen.value) return;
    const over = model.wheelOver.value;
    if (over === 0 && performance.now() - this.wheelSince < HOLD_MS) return;
    model.wheelOpen.value = false;
    if (over > 0) actions.emote(over);
  }
}

function toggle(panel: Panel): void {
  model.panel.value = model.panel.value === panel ? 'none' : panel;
}

function isOpen(): boolean {
  return model.card.value !== null || model.wheelOpen.value || model.panel.value !== 'none' || model.chatOpen.value;
}

/** Closes the topmost thing that is open, which gives the keys back to where they came from; where nothing is open, to the place. */
function closeTop(): void {
  if (!isOpen()) return focusPlace();
  if (model.card.value !== null) model.card.value = null;
  else if (model.wheelOpen.value) model.wheelOpen.value = false;
  else if (model.panel.value !== 'none') model.panel.value = 'none';
  else model.chatOpen.value = false;
}
