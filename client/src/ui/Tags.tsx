import { useEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { model } from './model';
import { TagLayer } from './tag-layer';

/** Where names and what was just said are drawn, over the heads. The app places them without overlaps. */
export function Tags(): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null) return undefined;
    model.tagLayer.value = new TagLayer(host.current);
    return () => { model.tagLayer.value = null; };
  }, []);
  return <div class="tags" ref={host} aria-hidden="true" />;
}
