import { useEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { t } from '../i18n';
import { LockLayer } from './lock-layer';
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

/** Where locks over private tables are drawn. */
export function Locks(): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null) return undefined;
    model.lockLayer.value = new LockLayer(host.current, () => t('sign.others-private'));
    return () => { model.lockLayer.value = null; };
  }, []);
  return <div class="tags" ref={host} aria-hidden="true" data-testid="locks" />;
}
