import type { Action } from '../input/actions';
import { actions, model, type Panel } from '../ui/model';
import { voice, voiceActions } from '../ui/voice-model';

const HOLD_MS = 350; // a shorter press of the key leaves the wheel open, for those who cannot hold one

/** What keys and the buttons of a gamepad do in a room, besides moving and looking. */
export class Keys {
  private wheelSince = 0;

  readonly act = (action: Action): void => {
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
      case 'talkBegin': if (model.settings.value.pushToTalk) voiceActions.talk(true); return;
      case 'talkEnd': if (model.settings.value.pushToTalk) voiceActions.talk(false); return;
      case 'emoteWheelOpen': return this.openWheel();
      case 'emoteWheelClose': return this.letGoOfWheel();
      default: return;
    }
  };

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

/** Closes the topmost thing that is open, and gives the keys back to the avatar. */
function closeTop(): void {
  if (model.card.value !== null) model.card.value = null;
  else if (model.wheelOpen.value) model.wheelOpen.value = false;
  else if (model.panel.value !== 'none') model.panel.value = 'none';
  else model.chatOpen.value = false;
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
