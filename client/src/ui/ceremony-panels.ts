import type { FunctionComponent } from 'preact';
import { CeremonyKind } from '../net/generated/show_pb';
import { later } from './later';

/** What the panel of a step shows below its title: what there is to see, and one thing to do. Each comes when its step is on first. */
export const STEP_PANELS: Partial<Record<CeremonyKind, FunctionComponent>> = {
  [CeremonyKind.GONG]: later(() => import('./CeremonyGong').then((module) => module.CeremonyGong)),
  [CeremonyKind.COUNTDOWN]: later(() => import('./CeremonyMoments').then((module) => module.CeremonyCountdown)),
  [CeremonyKind.UNVEILING]: later(() => import('./CeremonyMoments').then((module) => module.CeremonyUnveiling)),
  [CeremonyKind.CERTIFICATE]: later(() => import('./CeremonyCertificate').then((module) => module.CeremonyCertificate)),
  [CeremonyKind.PHOTOGRAPH]: later(() => import('./CeremonyPhotograph').then((module) => module.CeremonyPhotograph)),
  [CeremonyKind.SIGNING]: later(() => import('./SigningCall').then((module) => module.SigningCall)),
};
