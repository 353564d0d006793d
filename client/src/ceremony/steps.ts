import { part } from '../net/parts';
import { CeremonyKind, type CeremonyNow } from '../net/generated/show_pb';
import type { Place } from '../scene/place';
import type { CeremonySpots, Floor } from './spots';

/** What a step is told before each frame. */
export interface StepFrame {
  readonly now: CeremonyNow;
  readonly roomMs: number;
  readonly calm: boolean;
}

/** What a step of a ceremony puts into a place while it is on. */
export interface StepScene {
  update(frame: StepFrame): void;
  dispose(): void;
}

export type StepMaker = (place: Place, spots: CeremonySpots, floor: Floor) => StepScene;

/** Steps that put something into the place; each comes when it is on first. One that needs only a panel has a line in ui/ceremony-panels.ts alone. */
export const STEP_SCENES: Partial<Record<CeremonyKind, () => Promise<StepMaker | null>>> = {
  [CeremonyKind.GONG]: part(() => import('./gong').then((module) => module.makeGong)),
  [CeremonyKind.UNVEILING]: part(() => import('./unveiling').then((module) => module.makeUnveiling)),
};
