import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { t, titleOf } from '../i18n';
import { Chat } from './Chat';
import { HandsPanel } from './Hands';
import { Icon } from './icons';
import { keyName } from './key-names';
import { MapPanel, MiniMap } from './MiniMap';
import { HandButton, MicrophoneButton } from './Microphone';
import { useHome } from './focus-return';
import { actions, model, type Panel } from './model';
import { ControlsCard, LookPanel, SettingsPanel, StickPanel } from './Panels';
import { IconButton, shortCount } from './parts';
import { PersonCard, Roster } from './People';
import { SoundPanel } from './Sound';
import { Locks, Tags } from './Tags';
import { TouchControls } from './Touch';
import { Holder, VoiceSigns } from './VoiceSigns';
import { Wheel } from './Wheel';

const toggle = (panel: Panel) => (): void => { model.panel.value = model.panel.value === panel ? 'none' : panel; };

/** Everything over the place while one is in it. */
export function Hud(): JSX.Element {
  const panel = model.panel.value;
  const room = model.room.value;
  useHome();
  return (
    <main class={`hud${model.touch.value ? ' touching' : ''}`} tabIndex={-1} data-home aria-label={room ? titleOf(room.id, room.title) : undefined}>
      {model.settings.value.names ? <Tags /> : null}
      <Locks />
      <div class="hud-top">
        <div class="place">
          <strong>{room ? titleOf(room.id, room.title) : ''}</strong>
          <button type="button" class="count" onClick={toggle('roster')} data-testid="people-count"><Icon name="people" size={16} />{t('hud.people', { count: model.here.value })}</button>
        </div>
        {panel === 'map' ? null : <MiniMap />}
      </div>
      <Dock />
      <VoiceSigns />
      <Holder />
      {model.portalNear.value === null ? null : (
        <button type="button" class="button primary prompt" onClick={actions.takePortal} data-testid="portal">{t('hud.portal', { place: model.portalNear.value })}{model.touch.value ? null : <kbd>Enter</kbd>}</button>
      )}
      {model.portalNear.value === null && !model.touch.value && (model.seated.value || model.seatNear.value) ? (
        <button type="button" class="button prompt quiet" onClick={actions.toggleSeat} data-testid="seat">{model.seated.value ? t('hud.stand') : t('hud.sit')}<kbd>{keyName('x')}</kbd></button>
      ) : null}
      {model.chatOpen.value ? <Chat /> : null}
      {model.wheelOpen.value ? <Wheel /> : null}
      {panel === 'roster' ? <Roster /> : null}
      {panel === 'settings' ? <SettingsPanel /> : null}
      {panel === 'sound' ? <SoundPanel tabs /> : null}
      {panel === 'hands' ? <HandsPanel /> : null}
      {panel === 'controls' ? <ControlsCard /> : null}
      {panel === 'stick' ? <StickPanel /> : null}
      {panel === 'map' ? <MapPanel /> : null}
      {panel === 'look' ? <LookPanel /> : null}
      {model.card.value === null ? null : <PersonCard key={model.card.value} />}
      {model.touch.value ? <TouchControls /> : null}
    </main>
  );
}

function Dock(): JSX.Element {
  const [more, setMore] = useState(false);
  const panel = model.panel.value, unread = model.unread.value;
  return (
    <nav class={`dock${more ? ' open' : ''}`} aria-label="Kapok">
      <MicrophoneButton />
      <HandButton />
      <IconButton icon="chat" hint={keyName('t')} testId="dock-chat" label={unread > 0 ? t('hud.chat.unread', { count: shortCount(unread) }) : t('hud.chat')} badge={unread} pressed={model.chatOpen.value} onClick={() => { model.chatOpen.value = !model.chatOpen.value; }} />
      {model.touch.value ? null : <IconButton icon="laugh" hint={keyName('b')} testId="dock-emotes" label={t('hud.emotes')} pressed={model.wheelOpen.value} onClick={() => { model.wheelOpen.value = !model.wheelOpen.value; }} />}
      <IconButton icon="stick" hint={keyName('g')} testId="dock-stick" label={t('hud.stick')} pressed={panel === 'stick'} onClick={toggle('stick')} />
      <IconButton icon="people" hint={keyName('p')} testId="dock-roster" label={t('hud.roster')} pressed={panel === 'roster'} onClick={toggle('roster')} />
      <span class="dock-more" onClick={() => setMore(false)}>
        <IconButton icon="map" hint={keyName('n')} testId="dock-map" label={t('hud.map')} pressed={panel === 'map'} onClick={toggle('map')} />
        <IconButton icon="look" testId="dock-look" label={t('hud.look')} pressed={panel === 'look'} onClick={toggle('look')} />
        <IconButton icon="settings" testId="dock-settings" label={t('hud.settings')} pressed={panel === 'settings' || panel === 'sound'} onClick={panel === 'sound' ? toggle('sound') : toggle('settings')} />
        <IconButton icon="help" testId="dock-controls" label={t('hud.controls')} pressed={panel === 'controls'} onClick={toggle('controls')} />
        <IconButton icon="leave" testId="dock-leave" label={t('hud.leave')} onClick={actions.leave} />
      </span>
      <span class="dock-toggle"><IconButton icon="more" label={t('hud.more')} pressed={more} onClick={() => setMore(!more)} /></span>
    </nav>
  );
}
