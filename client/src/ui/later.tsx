import { signal } from '@preact/signals';
import type { ComponentChildren, FunctionComponent } from 'preact';
import { t } from '../i18n';
import { part } from '../net/parts';
import { shown } from '../slices';

/**
 * A component whose code comes when it is first shown: what few people open is not in everyone's first view. Until it is there nothing is shown; where it does
 * not come, one is told.
 */
export function later(load: () => Promise<FunctionComponent>): FunctionComponent {
  const come = signal<FunctionComponent | null>(null), once = part(async () => { come.value = await load(); }, (error) => {
    console.error(error);
    shown.notices.toast(t('reason.part-missing'));
  });
  return function Later(): ComponentChildren {
    const Component = come.value;
    if (Component !== null) return <Component />;
    void once();
    return null;
  };
}
