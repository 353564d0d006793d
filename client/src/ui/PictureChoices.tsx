import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { sameLook, type Look } from '../avatar/look';
import type { Shot } from '../avatar/option-pictures';
import { pictures } from './pictures';
import { radioKeys, radioTab } from './radio';
import { shown } from '../slices';

const { picture } = shown;

const PIXELS = 92; // of a picture's side on the page

export interface PictureChoice<T> { readonly value: T; readonly text: string; readonly look: Look; readonly shot: Shot }

/** One of a few choices, each a little picture of oneself with it, and its word below. */
export function PictureChoices<T extends string | number>({ label, value, choices, onChange }: {
  label: string; value: T; choices: readonly PictureChoice<T>[]; onChange: (value: T) => void;
}): JSX.Element {
  const values = choices.map((choice) => choice.value);
  return (
    <div class="field" role="radiogroup" aria-label={label} onKeyDown={radioKeys}>
      <span class="field-label">{label}</span>
      <div class="picture-choices">
        {choices.map((choice) => (
          <button key={choice.value} type="button" role="radio" aria-checked={choice.value === value} tabIndex={radioTab(values, value, choice.value)}
            class="picture-choice" onClick={() => onChange(choice.value)}>
            <Picture look={choice.look} shot={choice.shot} />
            <span>{choice.text}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

/** Any of a few choices, each on or off. */
export function PictureSwitches<T extends string | number>({ label, choices, isOn, onToggle }: {
  label: string; choices: readonly PictureChoice<T>[]; isOn: (value: T) => boolean; onToggle: (value: T) => void;
}): JSX.Element {
  return (
    <div class="field" role="group" aria-label={label}>
      <span class="field-label">{label}</span>
      <div class="picture-choices">
        {choices.map((choice) => (
          <button key={choice.value} type="button" aria-pressed={isOn(choice.value)} class="picture-choice" onClick={() => onToggle(choice.value)}>
            <Picture look={choice.look} shot={choice.shot} />
            <span>{choice.text}</span>
          </button>
        ))}
      </div>
    </div>
  );
}

/** Drawn anew only where the look is another one. */
function Picture({ look, shot }: { look: Look; shot: Shot }): JSX.Element | null {
  const canvas = useRef<HTMLCanvasElement>(null), drawn = useRef<{ readonly look: Look; readonly shot: Shot } | null>(null);
  const draws = picture.draws.value;
  useEffect(() => {
    if (!draws || canvas.current === null || (drawn.current?.shot === shot && sameLook(drawn.current.look, look))) return undefined;
    drawn.current = { look, shot };
    pictures.order(canvas.current, look, shot);
    return undefined;
  }, [draws, look, shot]);
  if (!draws) return null;
  const side = PIXELS * Math.min(2, Math.ceil(devicePixelRatio));
  return <canvas ref={canvas} width={side} height={side} aria-hidden="true" />;
}
