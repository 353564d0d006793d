import type { JSX } from 'preact';
import { CeremonyKind } from '../net/generated/show_pb';
import { t, type TextKey } from '../i18n';
import { shown } from '../slices';
import { STEP_PANELS } from './ceremony-panels';
import './styles/ceremony.css';

const { show, ceremony } = shown;

const TITLES: Partial<Record<CeremonyKind, TextKey>> = {
  [CeremonyKind.GONG]: 'ceremony.gong', [CeremonyKind.COUNTDOWN]: 'ceremony.countdown', [CeremonyKind.UNVEILING]: 'ceremony.unveiling',
};

/** The step of a ceremony that is on: its title, and its panel. */
export function Ceremony(): JSX.Element | null {
  const step = show.state.value?.ceremony?.step, kind = step?.kind ?? CeremonyKind.UNSPECIFIED, Panel = STEP_PANELS[kind], usual = TITLES[kind];
  if (step === undefined || Panel === undefined) return null;
  // What is unveiled is not told before the cloth falls.
  const isHidden = kind === CeremonyKind.UNVEILING && !ceremony.isUnveiled.value, title = isHidden ? '' : step.title;
  return (
    <section class={`ceremony kind-${kind}`} aria-label={t('ceremony.title')} data-testid="ceremony">
      <h2 dir="auto">{title || (usual === undefined ? t('ceremony.title') : t(usual))}</h2>
      <Panel />
    </section>
  );
}
