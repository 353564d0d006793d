import type { JSX } from 'preact';
import { t } from '../i18n';
import { Icon } from './icons';
import { shown } from '../slices';

const { self, show } = shown;
const CLAP = 2; // emote

/** The show asks for applause: what it says, and a way to clap at once. */
export function Applause(): JSX.Element | null {
  const text = show.applause.value;
  if (text === null) return null;
  return (
    <div class="applause" role="status" data-testid="applause">
      <span dir="auto">{text || t('applause.text')}</span>
      <button type="button" class="button primary" onClick={() => self.ask.emote(CLAP)}><Icon name="clap" size={20} />{t('applause.clap')}</button>
    </div>
  );
}
