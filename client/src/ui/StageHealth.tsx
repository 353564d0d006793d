import type { JSX } from 'preact';
import { goLive, type GoLiveKey, hasGoLive } from '../i18n/golive';
import { shown } from '../slices';

const { stage } = shown;

/** How the broadcast goes, and what whoever sends it should know. */
export function StageHealthView(): JSX.Element | null {
  const desk = stage.desk.value;
  if (desk === null) return null;
  const { onAir, refused } = desk, turned = refused && <p class="hint warning" role="status" data-testid="golive-refused">{goLive('golive.refused', {
    time: refused.at.toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    why: hasGoLive(refused.code) ? goLive(refused.code, refused.values) : refused.code })}</p>;
  if (onAir === null) return <>{turned}<p class="hint" data-testid="golive-nobody">{goLive('golive.nobody')}</p></>;
  const kilobits = (value: number): number => Math.round(value), rows: readonly (readonly [GoLiveKey, string])[] = [
    ['golive.way', { whip: 'WHIP', rtmp: 'RTMP' }[onAir.way] ?? onAir.way],
    ['golive.picture', onAir.video === '' ? goLive('golive.without')
      : goLive('golive.picture.is', { codec: onAir.video, width: onAir.width, height: onAir.height, frames: Math.round(onAir.framesPerSecond),
        kilobits: kilobits(onAir.videoKilobits) })],
    ['golive.sound', onAir.audio === '' ? goLive('golive.without') : goLive('golive.sound.is', { codec: onAir.audio, kilobits: kilobits(onAir.audioKilobits) })],
    ['golive.keyframes', onAir.keyframeSeconds > 0 ? goLive('golive.keyframes.is', { seconds: onAir.keyframeSeconds.toFixed(1) }) : goLive('golive.unknown')],
    ['golive.viewers', String(onAir.viewers)],
  ];
  return (
    <section class="golive-health" aria-label={goLive('golive.health')} data-testid="golive-health">
      <h3>{goLive('golive.health')}</h3>
      {turned}
      {onAir.warnings.map(({ code, values }) => <p key={code} class="hint warning"
        role="alert">{hasGoLive(code) ? goLive(code, values) : goLive('golive.warning', { code })}</p>)}
      <dl>{rows.map(([key, value]) => <div key={key}><dt>{goLive(key)}</dt><dd>{value}</dd></div>)}</dl>
    </section>
  );
}
