import { useEffect } from 'preact/hooks';
import type { JSX } from 'preact';
import { t } from '../i18n';
import { holds } from '../input/holds';
import { Icon } from './icons';
import { keyName } from './key-names';
import { IconButton } from './parts';
import { isModerator, microphoneState, type MicrophoneState } from './microphone-state';
import { shown } from '../slices';

const { door, hands, settings, voice } = shown;

const SOUNDS: ReadonlySet<MicrophoneState> = new Set(['open', 'poor', 'waiting', 'quiet', 'silenced', 'connecting']);

function labelOf(state: MicrophoneState): string {
  return state === 'waiting' && settings.touch.value ? t('mic.waiting.touch') : t(`mic.${state}`, { key: keyName('v') });
}

/** The microphone in the dock: what it does now, and a press to switch it. Its state is read aloud as it changes. */
export function MicrophoneButton(): JSX.Element {
  const state = microphoneState(), label = labelOf(state), isOpen = SOUNDS.has(state);
  return (
    <span class="mic-box">
      <button type="button" class={`icon-button mic ${state}`} aria-label={`${t('mic.title')}: ${label}`} aria-pressed={isOpen}
        title={settings.touch.value ? label : `${label} (${keyName('m')})`}
        data-testid="dock-mic" data-state={state} onClick={voice.ask.toggleMicrophone}>
        {isOpen ? <Level /> : null}
        <Icon name={isOpen && state !== 'silenced' ? 'mic' : 'micOff'} />
        {state === 'poor' || state === 'blocked' ? <span class="mic-mark"><Icon name="signal" size={13} /></span> : null}
        {state === 'quiet' || state === 'trouble' ? <span class="mic-mark">!</span> : null}
      </button>
      <span class="unseen" role="status" aria-live="polite">{state === 'none' || state === 'off' ? '' : label}</span>
    </span>
  );
}

/** The part of the button that grows with one's voice. */
function Level(): JSX.Element {
  return <span class="mic-level" style={{ transform: `scaleY(${voice.level.value.toFixed(2)})` }} aria-hidden="true" />;
}

/** Push-to-talk for a thumb: held while one speaks. */
export function TalkButton(): JSX.Element | null {
  return voice.offered.value && settings.settings.value.pushToTalk ? <HeldToTalk /> : null;
}

function HeldToTalk(): JSX.Element {
  // The button may go (a portal, another setting) with the thumb on it.
  useEffect(() => () => holds.letGoOf('talk'), []);
  const hold = (event: PointerEvent): void => {
    if (event.button > 0) return;
    const button = event.currentTarget as HTMLElement;
    button.setPointerCapture(event.pointerId);
    if (holds.begin('talk', `pointer ${event.pointerId}`, () => voice.ask.talk(false), button)) voice.ask.talk(true);
  };
  return (
    <button type="button" class={`talk${voice.microphone.value === 'open' ? ' ready' : ''}`} aria-label={t('mic.talk')} data-testid="talk"
      onPointerDown={hold} onContextMenu={(event) => event.preventDefault()}><Icon name="mic" /></button>
  );
}

/** One's hand, and for moderators the list of those who raised theirs. */
export function HandButton(): JSX.Element | null {
  if (!voice.offered.value) return null;
  const queue = voice.hands.value;
  if (isModerator()) {
    return (
      <IconButton icon="palm" hint={keyName('h')} testId="dock-hands" label={queue.length > 0 ? t('hands.count', { count: queue.length }) : t('hands.title')} badge={queue.length}
        pressed={hands.panel.value === 'hands'} onClick={() => { hands.panel.value = hands.panel.value === 'hands' ? 'none' : 'hands'; }} />
    );
  }
  const isUp = queue.includes(door.me.value);
  return <IconButton icon="palm" hint={keyName('h')} testId="dock-hand" label={t(isUp ? 'hand.lower' : 'hand.raise')} pressed={isUp} onClick={() => voice.ask.raiseHand(!isUp)} />;
}
