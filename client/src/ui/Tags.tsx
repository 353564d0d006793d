import { useEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { t } from '../i18n';
import { LockLayer } from './lock-layer';
import { TagLayer } from './tag-layer';
import { shown } from '../slices';

const { picture } = shown;

/** Where names and what was just said are drawn, over the heads. The app places them without overlaps. */
export function Tags(): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null) return undefined;
    picture.tagLayer.value = new TagLayer(host.current);
    return () => { picture.tagLayer.value = null; };
  }, []);
  return <div class="tags" ref={host} aria-hidden="true" />;
}

/** Where locks over private tables are drawn. */
export function Locks(): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null) return undefined;
    picture.lockLayer.value = new LockLayer(host.current, () => t('sign.others-private'));
    return () => { picture.lockLayer.value = null; };
  }, []);
  return <div class="tags" ref={host} aria-hidden="true" data-testid="locks" />;
}
