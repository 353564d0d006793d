import { render, type JSX } from 'preact';
import { Entry } from './Entry';
import { Hud } from './Hud';
import { ownTexts } from './own-texts';
import { Announcement, Ended, Loading, Lost, Newer, PictureLost, Toasts, Waiting } from './Overlays';
import './styles/base.css';
import './styles/entry.css';
import './styles/hud.css';
import './styles/panels.css';
import './styles/voice.css';
import './styles/stage.css';
import './styles/slides.css';
import './styles/small.css';
import './styles/contrast.css';
import { shown } from '../slices';

const { door, picture, settings } = shown;

function Ui(): JSX.Element {
  const phase = door.phase.value;
  return (
    <div class={`ui ${phase}${settings.settings.value.reducedMotion ? ' calm' : ''}`}>
      {phase === 'loading' ? <Loading /> : null}
      {phase === 'entry' || (phase === 'joining' && door.me.value < 0) ? <Entry /> : null}
      {phase === 'live' || phase === 'lost' ? <Hud /> : null}
      {phase === 'lost' ? <Lost /> : null}
      {phase === 'live' && picture.picture.value !== 'shown' ? <PictureLost /> : null}
      {phase === 'ended' ? <Ended /> : null}
      {door.waiting.value === null ? null : <Waiting />}
      <Announcement />
      {phase === 'live' ? <Newer /> : null}
      <Toasts />
    </div>
  );
}

/** Draws the UI over the place; the canvas is a sibling before it. */
export function mountUi(root: HTMLElement): void {
  ownTexts();
  render(<Ui />, root);
}
