import type { JSX } from 'preact';
import { model } from './model';

/** Names and what was just said, over the heads. The app has placed them without overlaps; this only draws. */
export function Tags(): JSX.Element {
  return (
    <div class="tags" aria-hidden="true">
      {model.tags.value.map((tag) => (
        <div key={tag.id} class={`tag ${tag.role}${tag.away ? ' away' : ''}`} style={{ transform: `translate(${tag.x.toFixed(1)}px, ${tag.y.toFixed(1)}px) translate(-50%, -100%) scale(${tag.scale.toFixed(3)})`, opacity: tag.opacity }}>
          {tag.bubble ? <p class="bubble" dir="auto" style={{ opacity: tag.bubbleOpacity }}>{tag.bubble}</p> : null}
          <span>{tag.name}</span>
        </div>
      ))}
    </div>
  );
}
