import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { t, titleOf } from '../i18n';
import { Applause } from './Applause';
import { Chat } from './Chat';
import { HandsPanel } from './Hands';
import { Icon } from './icons';
import { keyName } from './key-names';
import { MapPanel, MiniMap } from './MiniMap';
import { HandButton, MicrophoneButton } from './Microphone';
import { useHome } from './focus-return';
import { later } from './later';
import { ControlsCard, LookPanel, SettingsPanel, StickPanel } from './Panels';
import { IconButton, shortCount } from './parts';
import { PersonCard, Roster } from './People';
import { SoundPanel } from './Sound';
import { isLive, isRehearsal, mayGoLive, mayShow, runsShow } from './stage-rights';
import { Locks, Tags } from './Tags';
import { TouchControls } from './Touch';
import { Holder, VoiceSigns } from './VoiceSigns';
import { Wheel } from './Wheel';
import { shown } from '../slices';
import type { Panel } from '../slices/hands';

const { chat, door, hands, people, photograph, self, settings, show, signing, slides, stage, tracks } = shown;

const StageFlat = later(() => import('./StageFlat').then((module) => module.StageFlat)), StageLive = later(() => import('./StageLive').then((module) => module.StageLive)),
  SlidesPanel = later(() => import('./Slides').then((module) => module.SlidesPanel)), PlaylistPanel = later(() => import('./Playlist').then((module) => module.PlaylistPanel)),
  Desk = later(() => import('./Desk').then((module) => module.Desk)),
  Ceremony = later(() => import('./Ceremony').then((module) => module.Ceremony)),
  Offers = later(() => import('./Offers').then((module) => module.Offers));

const toggle = (panel: Panel) => (): void => { hands.panel.value = hands.panel.value === panel ? 'none' : panel; };

/** Everything over the place while one is in it. */
export function Hud(): JSX.Element {
  const panel = hands.panel.value;
  const room = door.room.value;
  useHome();
  return (
    <main class={`hud${settings.touch.value ? ' touching' : ''}`} tabIndex={-1} data-home aria-label={room ? titleOf(room.id, room.title) : undefined}>
      {settings.settings.value.names ? <Tags /> : null}
      <Locks />
      {stage.watched.value === null ? null : <StageFlat />}
      <div class="hud-top">
        <div class="place">
          <strong>{room ? titleOf(room.id, room.title) : ''}</strong>
          {isLive() ? <span class="live-sign" role="status" title={t('golive.live')} data-testid="own-live">{t('stage.live')}</span> : null}
          <button type="button" class="count" onClick={toggle('roster')} data-testid="people-count"><Icon name="people"
            size={16} />{t('hud.people', { count: people.here.value })}</button>
        </div>
        {panel === 'map' ? null : <MiniMap />}
      </div>
      <Applause />
      {runsShow() || isRehearsal() ? <Desk /> : null}
      {show.state.value?.ceremony ? <Ceremony /> : null}
      <Dock />
      <VoiceSigns />
      <Holder />
      {door.portalNear.value === null ? null : (
        <button type="button" class="button primary prompt" onClick={door.ask.takePortal}
          data-testid="portal">{t('hud.portal', { place: door.portalNear.value })}{settings.touch.value ? null : <kbd>Enter</kbd>}</button>
      )}
      {door.portalNear.value === null && !settings.touch.value && (self.seated.value || self.seatNear.value) ? (
        <button type="button" class="button prompt quiet" onClick={self.ask.toggleSeat}
          data-testid="seat">{self.seated.value ? t('hud.stand') : t('hud.sit')}<kbd>{keyName('x')}</kbd></button>
      ) : null}
      {chat.chatOpen.value ? <Chat /> : null}
      {hands.wheelOpen.value ? <Wheel /> : null}
      {panel === 'roster' ? <Roster /> : null}
      {panel === 'settings' ? <SettingsPanel /> : null}
      {panel === 'sound' ? <SoundPanel tabs /> : null}
      {panel === 'hands' ? <HandsPanel /> : null}
      {panel === 'live' ? <StageLive /> : null}
      {panel === 'slides' ? <SlidesPanel /> : null}
      {panel === 'tracks' ? <PlaylistPanel /> : null}
      {panel === 'signing' || panel === 'certificate' || signing.count.value > 0 || photograph.own.value || photograph.kept.value.length > 0 || show.offer.value
        || show.certified.value?.isSeen === false ? <Offers /> : null}
      {panel === 'controls' ? <ControlsCard /> : null}
      {panel === 'stick' ? <StickPanel /> : null}
      {panel === 'map' ? <MapPanel /> : null}
      {panel === 'look' ? <LookPanel /> : null}
      {people.card.value === null ? null : <PersonCard key={people.card.value} />}
      {settings.touch.value ? <TouchControls /> : null}
    </main>
  );
}

function Dock(): JSX.Element {
  const [more, setMore] = useState(false);
  const panel = hands.panel.value, unread = chat.unread.value;
  return (
    <nav class={`dock${more ? ' open' : ''}`} aria-label="Kapok">
      <MicrophoneButton />
      <HandButton />
      <IconButton icon="chat" hint={keyName('t')} testId="dock-chat" label={unread > 0 ? t('hud.chat.unread', { count: shortCount(unread) }) : t('hud.chat')}
        badge={unread} pressed={chat.chatOpen.value} onClick={() => { chat.chatOpen.value = !chat.chatOpen.value; }} />
      {settings.touch.value ? null : <IconButton icon="laugh" hint={keyName('b')} testId="dock-emotes" label={t('hud.emotes')} pressed={hands.wheelOpen.value}
        onClick={() => { hands.wheelOpen.value = !hands.wheelOpen.value; }} />}
      {stage.watched.value === null ? null : <IconButton icon="screen" hint={keyName('f')} testId="dock-stage" label={t('stage.watch')} pressed={stage.flat.value}
        onClick={() => { stage.flat.value = !stage.flat.value; }} />}
      <IconButton icon="stick" hint={keyName('g')} testId="dock-stick" label={t('hud.stick')} pressed={panel === 'stick'} onClick={toggle('stick')} />
      <IconButton icon="people" hint={keyName('p')} testId="dock-roster" label={t('hud.roster')} pressed={panel === 'roster'} onClick={toggle('roster')} />
      <span class="dock-more" onClick={() => setMore(false)}>
        <IconButton icon="map" hint={keyName('n')} testId="dock-map" label={t('hud.map')} pressed={panel === 'map'} onClick={toggle('map')} />
        {mayShow() || slides.shown.value !== null ? <IconButton icon="slides" testId="dock-slides" label={t(mayShow() ? 'slides.title' : 'slides.open')}
          pressed={panel === 'slides'} onClick={toggle('slides')} /> : null}
        {mayShow() || tracks.now.value !== null ? <IconButton icon="music" testId="dock-tracks" label={t('tracks.title')} pressed={panel === 'tracks'}
          onClick={toggle('tracks')} /> : null}
        {mayGoLive() ? <IconButton icon="broadcast" testId="dock-live" label={t(isLive() ? 'golive.live' : 'golive.title')} pressed={panel === 'live'}
          onClick={toggle('live')} /> : null}
        <IconButton icon="look" testId="dock-look" label={t('hud.look')} pressed={panel === 'look'} onClick={toggle('look')} />
        <IconButton icon="settings" testId="dock-settings" label={t('hud.settings')} pressed={panel === 'settings' || panel === 'sound'}
          onClick={panel === 'sound' ? toggle('sound') : toggle('settings')} />
        <IconButton icon="help" testId="dock-controls" label={t('hud.controls')} pressed={panel === 'controls'} onClick={toggle('controls')} />
        <IconButton icon="leave" testId="dock-leave" label={t('hud.leave')} onClick={door.ask.leave} />
      </span>
      <span class="dock-toggle"><IconButton icon="more" label={t('hud.more')} pressed={more} onClick={() => setMore(!more)} /></span>
    </nav>
  );
}
