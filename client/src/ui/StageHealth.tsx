import type { JSX } from 'preact';
import { t, type TextKey } from '../i18n';
import { en } from '../i18n/en';
import { shown } from '../slices';

const { stage } = shown;

/** How the broadcast goes, and what whoever sends it should know. */
export function StageHealthView(): JSX.Element | null {
  const desk = stage.desk.value;
  if (desk === null) return null;
  const { onAir } = desk;
  if (onAir === null) return <p class="hint" data-testid="golive-nobody">{t('golive.nobody')}</p>;
  const kilobits = (value: number): number => Math.round(value), rows: readonly (readonly [TextKey, string])[] = [
    ['golive.way', { whip: 'WHIP', rtmp: 'RTMP' }[onAir.way] ?? onAir.way],
    ['golive.picture', onAir.video === '' ? t('golive.without')
      : t('golive.picture.is', { codec: onAir.video, width: onAir.width, height: onAir.height, frames: Math.round(onAir.framesPerSecond),
        kilobits: kilobits(onAir.videoKilobits) })],
    ['golive.sound', onAir.audio === '' ? t('golive.without') : t('golive.sound.is', { codec: onAir.audio, kilobits: kilobits(onAir.audioKilobits) })],
    ['golive.keyframes', onAir.keyframeSeconds > 0 ? t('golive.keyframes.is', { seconds: onAir.keyframeSeconds.toFixed(1) }) : t('golive.unknown')],
    ['golive.viewers', String(onAir.viewers)],
  ];
  return (
    <section class="golive-health" aria-label={t('golive.health')} data-testid="golive-health">
      <h3>{t('golive.health')}</h3>
      {onAir.warnings.map(({ code, values }) => <p key={code} class="hint warning"
        role="alert">{Object.hasOwn(en, code) ? t(code as TextKey, values) : t('golive.warning', { code })}</p>)}
      <dl>{rows.map(([key, value]) => <div key={key}><dt>{t(key)}</dt><dd>{value}</dd></div>)}</dl>
    </section>
  );
}
