import type { JSX } from 'preact';
import { CeremonyKind } from '../net/generated/show_pb';
import { type CeremonyKey, rite } from '../i18n/ceremony';
import { shown } from '../slices';
import { STEP_PANELS } from './ceremony-panels';
import './styles/ceremony.css';

const { show, ceremony, hands } = shown;

const TITLES: Partial<Record<CeremonyKind, CeremonyKey>> = {
  [CeremonyKind.GONG]: 'gong', [CeremonyKind.COUNTDOWN]: 'countdown', [CeremonyKind.UNVEILING]: 'unveiling', [CeremonyKind.SIGNING]: 'signing',
  [CeremonyKind.CERTIFICATE]: 'certificate', [CeremonyKind.PHOTOGRAPH]: 'photograph',
};

/** The step of a ceremony that is on: its title, and its panel. */
export function Ceremony(): JSX.Element | null {
  const step = show.state.value?.ceremony?.step, kind = step?.kind ?? CeremonyKind.UNSPECIFIED, Panel = STEP_PANELS[kind], usual = TITLES[kind];
  if (step === undefined || Panel === undefined || (kind === CeremonyKind.SIGNING && hands.panel.value === 'signing')) return null;
  // What is unveiled is not told before the cloth falls.
  const isHidden = kind === CeremonyKind.UNVEILING && !ceremony.isUnveiled.value, title = isHidden ? '' : step.title;
  return (
    <section class={`ceremony kind-${kind}`} aria-label={rite('title')} data-testid="ceremony">
      <h2 dir="auto">{title || (usual === undefined ? rite('title') : rite(usual))}</h2>
      <Panel />
    </section>
  );
}
