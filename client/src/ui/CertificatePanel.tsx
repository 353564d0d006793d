import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type CertificateFacts, fetchOwnCertificates } from '../ceremony/certificate/facts';
import { certificateFile, paint } from '../ceremony/certificate/file';
import { ACROSS, DOWN } from '../ceremony/certificate/paper';
import { cert } from '../i18n/certificate';
import { shown } from '../slices';
import { summaryOf, wordsOf } from './certificate-words';
import { FloatingPanel } from './parts';

const { door, hands, show } = shown;

const MOST_PIXELS = 1800; // across, on a screen

/** One's certificates of attendance: as they look, as a PDF, and the page that says that they are real. */
export function CertificatePanel(): JSX.Element {
  const [all, setAll] = useState<readonly CertificateFacts[] | null>(null), [isFailed, setFailed] = useState(false), [picked, setPicked] = useState('');
  const told = show.certified.value, newest = told?.title;
  const read = (): void => {
    setFailed(false);
    fetchOwnCertificates(door.eventId.value).then(setAll, (error: unknown) => {
      console.warn(error);
      setFailed(true);
    });
  };
  useEffect(read, [newest]);
  useEffect(() => { if (told?.isSeen === false) show.certified.value = { ...told, isSeen: true }; }, [told]);
  const one = all?.find(({ number }) => number === picked) ?? all?.[0];
  return (
    <FloatingPanel title={cert('title')} className="certificates" testId="certificates" onClose={() => { hands.panel.value = 'none'; }}>
      {isFailed ? <p role="alert">{cert('failed')} <button type="button" class="button small" onClick={read}>{cert('again')}</button></p> : null}
      {all === null && !isFailed ? <p role="status">{cert('reading')}</p> : null}
      {all?.length === 0 ? <p data-testid="certificate-none">{cert('none')}</p> : null}
      {all !== null && all.length > 1 ? (
        <label class="certificate-which">{cert('which')}
          <select value={one?.number} onChange={(event) => setPicked(event.currentTarget.value)}>
            {all.map((facts) => <option key={facts.number} value={facts.number}>{summaryOf(facts)}</option>)}
          </select>
        </label>
      ) : null}
      {one === undefined ? null : <OneCertificate key={one.number} facts={one} />}
    </FloatingPanel>
  );
}

function OneCertificate({ facts }: { facts: CertificateFacts }): JSX.Element {
  const [isSaving, setSaving] = useState(false), [isUnmade, setUnmade] = useState(false), words = wordsOf(facts, location.origin);
  const save = async (): Promise<void> => {
    setSaving(true);
    setUnmade(false);
    try {
      const file = await certificateFile(document.createElement('canvas'), words, new Date(facts.atMs));
      const link = document.createElement('a');
      link.href = URL.createObjectURL(file);
      link.download = `kapok-certificate-${facts.number.slice(0, 8)}.pdf`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    } catch (error) {
      console.error(error);
      setUnmade(true);
    }
    setSaving(false);
  };
  return (
    <>
      <Preview words={words} label={[words.heading, words.that, words.name, words.attended, words.event, words.title, words.place].filter(Boolean).join(' ')} />
      <div class="certificate-do">
        <button type="button" class="button primary" disabled={isSaving} onClick={() => void save()} data-testid="certificate-save">{cert(isSaving ? 'saving' : 'save')}</button>
        <a class="button" href={facts.page} target="_blank" rel="noopener" data-testid="certificate-page">{cert('page')}</a>
      </div>
      {isUnmade ? <p role="alert">{cert('unmade')}</p> : null}
      <p class="hint">{cert('hint')}</p>
    </>
  );
}

/** The paper, as it will be printed. */
function Preview({ words, label }: { words: ReturnType<typeof wordsOf>; label: string }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null), drawn = JSON.stringify(words);
  useEffect(() => {
    const { current } = canvas;
    if (current === null) return undefined;
    const draw = (): void => {
      const width = Math.min(MOST_PIXELS, Math.round(current.clientWidth * devicePixelRatio));
      if (width < 1 || width === current.width) return;
      [current.width, current.height] = [width, Math.round((width * DOWN) / ACROSS)];
      paint(current, words);
    };
    current.width = 0; // other words: draw in any case
    draw();
    const watch = new ResizeObserver(draw);
    watch.observe(current);
    return () => watch.disconnect();
  }, [drawn]);
  return <canvas ref={canvas} class="certificate-paper" role="img" aria-label={label} data-testid="certificate-paper" />;
}
