import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { ACCESSORIES, HAIRS, OUTFITS, type Look } from '../avatar/look';
import type { Shot } from '../avatar/option-pictures';
import { randomLook } from '../avatar/random';
import { t, type TextKey } from '../i18n';
import { Icon } from './icons';
import { Slider, Swatches, Toggle } from './parts';
import { PictureChoices, PictureSwitches, type PictureChoice } from './PictureChoices';
import { pictures } from './pictures';
import { Preview } from './Preview';

const TABS = ['skin', 'face', 'hair', 'clothes', 'extras'] as const;
type Tab = (typeof TABS)[number];

const SKINS = [0xfbdcc8, 0xf2c4a2, 0xe8b48c, 0xd9a077, 0xb97a50, 0x8a5636, 0x70442b, 0x5c3622];
const HAIR_COLOURS = [0x1d1512, 0x33201b, 0x5c3a21, 0x8a3f22, 0xc98d3f, 0xe9b04c, 0xcfd0dc, 0xe88bb5, 0x6a3fb5, 0x3d6fd0, 0x2f8f86, 0xd8475e];
const EYE_COLOURS = [0x3b2a22, 0x5a3520, 0x7a4a2a, 0xc0762a, 0x3e8f5a, 0x3f86c9, 0x5d7f8e, 0x8a4fb0];
const CLOTH_COLOURS = [0xf6f2fa, 0x2f3346, 0xd8385e, 0xff7a4d, 0xffb52e, 0x56c2b0, 0x2f8f86, 0x5bb8e8, 0x394a7a, 0x7a6be0, 0xb9a7e6, 0xf2a7c8];
const STICK_COLOURS = [0x36c5ff, 0xff4fa3, 0x6dff7a, 0xffb42e, 0x9a6bff, 0xfff2e0];

/** Keeps the looks one came from, so that every change can be taken back. */
function useHistory(look: Look, onChange: (look: Look) => void): { set: (next: Look) => void; undo?: () => void; redo?: () => void } {
  const [past, setPast] = useState<readonly Look[]>([]);
  const [future, setFuture] = useState<readonly Look[]>([]);
  const step = (from: readonly Look[], setFrom: (l: readonly Look[]) => void, to: readonly Look[], setTo: (l: readonly Look[]) => void): (() => void) | undefined =>
    from.length === 0 ? undefined : () => { setTo([...to, look]); setFrom(from.slice(0, -1)); onChange(from[from.length - 1]); };
  return {
    set: (next) => { setPast([...past.slice(-49), look]); setFuture([]); onChange(next); },
    undo: step(past, setPast, future, setFuture),
    redo: step(future, setFuture, past, setPast),
  };
}

const COVERS = maskOf('hijab', 'cap', 'headphones', 'catEars', 'halo');
const ACCESSORY_SHOTS: Readonly<Record<(typeof ACCESSORIES)[number], Shot>> = {
  glasses: 'face', headphones: 'head', cap: 'head', hijab: 'head', flower: 'ear', earrings: 'ear', lanyard: 'chest', backpack: 'back', catEars: 'head', halo: 'halo',
};

function maskOf(...names: (typeof ACCESSORIES)[number][]): number {
  return names.reduce((bits, name) => bits | (1 << ACCESSORIES.indexOf(name)), 0);
}

/** Choices 0, 1, … of a part of the look, named in the catalogue, each seen on somebody who has it. */
function choicesOf(count: number, prefix: string, shot: Shot, lookWith: (value: number) => Look): PictureChoice<number>[] {
  return Array.from({ length: count }, (_, value) => ({ value, text: t(`${prefix}.${value}` as TextKey), look: lookWith(value), shot }));
}

/** The avatar editor: a live preview, five tabs, undo, and a surprise. */
export function Editor({ look, onChange }: { look: Look; onChange: (look: Look) => void }): JSX.Element {
  const [tab, setTab] = useState<Tab>('skin');
  const history = useHistory(look, onChange);
  const tabs = useRef<HTMLDivElement>(null);
  const set = (change: Partial<Look>): void => history.set({ ...look, ...change });
  // A seed of the moment: two presses never give the same person.
  const surprise = (): void => history.set({ ...randomLook(() => crypto.getRandomValues(new Uint32Array(1))[0] / 2 ** 32) });

  useLayoutEffect(() => pictures.open(), []); // before what is in it orders any
  useEffect(() => {
    // Only the row of tabs moves: scrollIntoView would move the page as well.
    const row = tabs.current, chosen = row?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (row && chosen)
      row.scrollLeft = Math.min(chosen.offsetLeft - row.offsetLeft, Math.max(row.scrollLeft, chosen.offsetLeft - row.offsetLeft + chosen.offsetWidth - row.clientWidth));
  }, [tab]);
  const onTabKey = (event: KeyboardEvent): void => {
    const move = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (move === 0) return;
    event.preventDefault();
    const next = TABS[(TABS.indexOf(tab) + move + TABS.length) % TABS.length];
    setTab(next);
    tabs.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };

  return (
    <div class="editor">
      <div class="editor-preview">
        <Preview look={look} framing={tab === 'face' || tab === 'hair' ? 'face' : 'body'} />
        <div class="editor-tools">
          <button type="button" class="button ghost" disabled={!history.undo} onClick={history.undo} aria-label={t('editor.undo')}
            title={t('editor.undo')}><Icon name="undo" size={18} /></button>
          <button type="button" class="button ghost" disabled={!history.redo} onClick={history.redo} aria-label={t('editor.redo')}
            title={t('editor.redo')}><Icon name="redo" size={18} /></button>
          <button type="button" class="button accent-soft" onClick={surprise} data-testid="surprise"><Icon name="dice" size={18} />{t('editor.surprise')}</button>
        </div>
      </div>
      <div class="editor-controls">
        <div class="tabs" role="tablist" aria-label={t('editor.title')} ref={tabs} onKeyDown={onTabKey}>
          {TABS.map((name) => (
            <button key={name} id={`tab-${name}`} type="button" role="tab" aria-selected={name === tab} aria-controls="editor-page" tabIndex={name === tab ? 0 : -1}
              onClick={() => setTab(name)}>{t(`editor.tab.${name}`)}</button>
          ))}
        </div>
        <div key={tab} id="editor-page" class="editor-page" role="tabpanel" aria-labelledby={`tab-${tab}`}>
          <Page tab={tab} look={look} set={set} />
        </div>
      </div>
    </div>
  );
}

function Page({ tab, look, set }: { tab: Tab; look: Look; set: (change: Partial<Look>) => void }): JSX.Element {
  // Nothing that is worn hides what is chosen.
  const bare: Look = { ...look, accessories: 0 }, bald: Look = { ...bare, hair: 0 };
  switch (tab) {
    case 'skin': return (
      <>
        <PictureChoices label={t('editor.body')} value={look.body} choices={choicesOf(4, 'body', 'figure', (body) => ({ ...bare, body }))} onChange={(body) => set({ body })} />
        <Slider label={t('editor.height')} value={look.height} min={0} max={15} step={1} onChange={(height) => set({ height })} />
        <Swatches label={t('editor.skin')} value={look.skin} colours={SKINS} onChange={(skin) => set({ skin })} />
      </>
    );
    case 'face': return (
      <>
        <PictureChoices label={t('editor.face')} value={look.face} choices={choicesOf(8, 'face', 'face', (face) => ({ ...bare, face }))} onChange={(face) => set({ face })} />
        <PictureChoices label={t('editor.eyes')} value={look.eyes} choices={choicesOf(8, 'eyes', 'eyes', (eyes) => ({ ...bald, eyes }))} onChange={(eyes) => set({ eyes })} />
        <Swatches label={t('editor.eyeColour')} value={look.eyeColour} colours={EYE_COLOURS} onChange={(eyeColour) => set({ eyeColour })} />
        <PictureChoices label={t('editor.brows')} value={look.brows} choices={choicesOf(4, 'brows', 'brows', (brows) => ({ ...bald, brows }))}
          onChange={(brows) => set({ brows })} />
        <PictureChoices label={t('editor.mouth')} value={look.mouth} choices={choicesOf(4, 'mouth', 'mouth', (mouth) => ({ ...bald, mouth, facial: 0 }))}
          onChange={(mouth) => set({ mouth })} />
        <PictureChoices label={t('editor.facial')} value={look.facial & 3} choices={choicesOf(4, 'facial', 'beard', (facial) => ({ ...bare, facial: (look.facial & ~3) | facial }))}
          onChange={(facial) => set({ facial: (look.facial & ~3) | facial })} />
        <Toggle label={t('editor.freckles')} checked={(look.facial & 4) !== 0} onChange={() => set({ facial: look.facial ^ 4 })} />
        <Toggle label={t('editor.blush')} checked={(look.facial & 8) !== 0} onChange={() => set({ facial: look.facial ^ 8 })} />
      </>
    );
    case 'hair': return (
      <>
        <PictureChoices label={t('editor.hair')} value={look.hair}
          choices={HAIRS.map((name, hair) => ({ value: hair, text: t(`hair.${name}`), look: { ...look, accessories: look.accessories & ~COVERS, hair }, shot: 'head' }))}
          onChange={(hair) => set({ hair })} />
        <Swatches label={t('editor.hairColour')} value={look.hairColour} colours={HAIR_COLOURS} onChange={(hairColour) => set({ hairColour })} />
      </>
    );
    case 'clothes': return (
      <>
        <PictureChoices label={t('editor.outfit')} value={look.outfit}
          choices={OUTFITS.map((name, outfit) => ({ value: outfit, text: t(`outfit.${name}`), look: { ...bare, outfit }, shot: 'clothes' }))}
          onChange={(outfit) => set({ outfit })} />
        <Swatches label={t('editor.top')} value={look.top} colours={CLOTH_COLOURS} onChange={(top) => set({ top })} />
        <Swatches label={t('editor.bottom')} value={look.bottom} colours={CLOTH_COLOURS} onChange={(bottom) => set({ bottom })} />
        <Swatches label={t('editor.accent')} value={look.accent} colours={CLOTH_COLOURS} onChange={(accent) => set({ accent })} />
        <Swatches label={t('editor.shoes')} value={look.shoes} colours={CLOTH_COLOURS} onChange={(shoes) => set({ shoes })} />
      </>
    );
    case 'extras': return (
      <>
        <PictureSwitches label={t('editor.accessories')}
          choices={ACCESSORIES.map((name, i) => ({ value: i, text: t(`acc.${name}`), look: { ...look, accessories: 1 << i }, shot: ACCESSORY_SHOTS[name] }))}
          isOn={(i) => (look.accessories & (1 << i)) !== 0} onToggle={(i) => set({ accessories: look.accessories ^ (1 << i) })} />
        <Swatches label={t('editor.stick')} value={look.stick} colours={STICK_COLOURS} onChange={(stick) => set({ stick })} />
      </>
    );
  }
}
