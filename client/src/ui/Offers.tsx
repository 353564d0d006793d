import type { JSX } from 'preact';
import { shown } from '../slices';
import { later } from './later';

const { hands, photograph, show, signing } = shown;

const Signing = later(() => import('./Signing').then((module) => module.Signing)), Certificate = later(() => import('./Certificate').then((module) => module.Certificate)),
  Photographs = later(() => import('./Photographs').then((module) => module.Photographs)), TryShow = later(() => import('./TryShow').then((module) => module.TryShow));

/** What a room has for one besides the step that is on: a wall that was signed, a certificate, photographs, a show to try. */
export function Offers(): JSX.Element {
  const panel = hands.panel.value;
  return (
    <>
      {panel === 'signing' || (signing.count.value > 0 && !signing.isOpen.value) ? <Signing /> : null}
      {panel === 'certificate' || show.certified.value?.isSeen === false ? <Certificate /> : null}
      {photograph.own.value !== null || photograph.kept.value.length > 0 ? <Photographs /> : null}
      {show.offer.value ? <TryShow /> : null}
    </>
  );
}
