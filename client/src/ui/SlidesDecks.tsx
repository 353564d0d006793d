import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../i18n';
import type { DeckHead } from '../net/files';
import { faultText } from './files-text';
import { Icon } from './icons';
import { shown } from '../slices';

const { slides } = shown;

/** Decks of the event for whoever may bring some: bringing one, showing one, deleting one. */
export function SlidesDecks({ onShow }: { onShow: () => void }): JSX.Element {
  const list = slides.list.value ?? [], bringing = slides.bringing.value, fault = slides.fault.value;
  return (
    <div class="decks">
      {bringing === null ? (
        <label class="button primary file-button">
          <Icon name="upload" size={20} />{t('slides.bring')}
          <input type="file" accept=".pdf,application/pdf" data-testid="slides-file" onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0];
            if (file) slides.ask.bring(file);
            currentTarget.value = '';
          }} />
        </label>
      ) : (
        <div class="bringing" role="status" data-testid="slides-bringing">
          <span>{bringing.of === 0 ? t('slides.reading', { name: bringing.name }) : t('slides.bringing', { name: bringing.name, done: bringing.done, of: bringing.of })}</span>
          <progress max={Math.max(1, bringing.of)} value={bringing.done} aria-label={bringing.name} />
          <button type="button" class="button" onClick={slides.ask.stop}>{t('slides.stop')}</button>
        </div>
      )}
      {fault === null ? null : <p class="fault" role="alert" data-testid="slides-fault">{faultText(fault)}</p>}
      {list.length === 0 && bringing === null ? <p class="hint">{t('slides.none.hint')}</p> : null}
      {list.length > 0 ? <h3>{t('slides.mine')}</h3> : null}
      <ul class="rows">{list.map((deck) => <DeckRow key={deck.deck} deck={deck} onShow={onShow} />)}</ul>
    </div>
  );
}

function DeckRow({ deck: { deck, title, pages, ready }, onShow }: { deck: DeckHead; onShow: () => void }): JSX.Element {
  const [sure, setSure] = useState(false), isShown = slides.shown.value?.deck === deck;
  return (
    <li data-testid="deck">
      <span class="row-name"><b dir="auto">{title}</b><small>{ready === pages ? t('slides.pages', { count: pages }) : t('slides.part', { ready, count: pages })}</small></span>
      <button type="button" class={`button${isShown ? ' pressed' : ''}`} data-testid="deck-show" disabled={ready === 0} onClick={() => {
        slides.ask.turn(deck, 0);
        onShow();
      }}>{isShown ? t('slides.shown') : t('slides.show')}</button>
      {sure ? <button type="button" class="button danger" onClick={() => slides.ask.remove(deck)}>{t('slides.remove.sure')}</button>
        : <button type="button" class="icon-button small" aria-label={t('slides.remove', { title })} title={t('slides.remove', { title })}
          onClick={() => setSure(true)}><Icon name="bin" size={18} /></button>}
    </li>
  );
}
