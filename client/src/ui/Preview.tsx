import { useEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Look } from '../avatar/look';
import type { Portrait } from '../avatar/portrait';
import { t } from '../i18n';
import { shown } from '../slices';

const { picture } = shown;

const LONGEST_SECONDS = 0.5; // a picture moves on by: more after a pause would be a jump
const SLOW_MS = 70; // a picture that takes longer is no work for this machine

/** The avatar in 3D, turned by dragging or by the arrow keys. The drawing code is loaded when it is first shown. */
export function Preview({ look, framing }: { look: Look; framing: 'body' | 'face' }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const portrait = useRef<Portrait | null>(null);
  const wanted = useRef({ look, framing });
  wanted.current = { look, framing };

  useEffect(() => {
    let frame = 0, last = performance.now(), drawn = last, restUntil = 0, gone = false;
    const draw = (now: number): void => {
      frame = requestAnimationFrame(draw);
      if (!picture.draws.value) return;
      // Where a processor draws, the form before the avatar must stay quick: it rests after each picture for thrice as long as that took.
      if (drawn === last && now - last > SLOW_MS) restUntil = now + 3 * (now - last);
      last = now;
      if (now < restUntil) return;
      portrait.current?.render(Math.min(LONGEST_SECONDS, (now - drawn) / 1000));
      drawn = now;
    };
    void (async () => {
      const [{ Portrait }, { avatarKit }] = await Promise.all([import('../avatar/portrait'), import('../avatar/kit')]);
      const kit = await avatarKit();
      if (gone || canvas.current === null) return;
      portrait.current = new Portrait(canvas.current, kit);
      portrait.current.setLook(wanted.current.look);
      portrait.current.setFraming(wanted.current.framing);
      canvas.current.dataset.ready = 'true';
      frame = requestAnimationFrame(draw);
    })().catch((error: unknown) => console.error('the preview cannot be drawn', error));
    return () => { gone = true; cancelAnimationFrame(frame); portrait.current?.dispose(); portrait.current = null; };
  }, []);
  useEffect(() => portrait.current?.setLook(look), [look]);
  useEffect(() => portrait.current?.setFraming(framing), [framing]);

  const drag = (event: PointerEvent): void => { if (event.buttons & 1) portrait.current?.rotate(event.movementX); };
  const key = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowLeft' ? -24 : event.key === 'ArrowRight' ? 24 : 0;
    if (step !== 0) portrait.current?.rotate(step);
  };
  return (
    <canvas ref={canvas} class="preview" tabIndex={0} role="img" aria-label={`${t('editor.title')}. ${t('editor.turn')}`} title={t('editor.turn')} data-testid="preview"
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)} onPointerMove={drag} onKeyDown={key} />
  );
}
