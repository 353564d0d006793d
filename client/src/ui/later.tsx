import { signal } from '@preact/signals';
import type { ComponentChildren, FunctionComponent } from 'preact';
import { t } from '../i18n';
import { shown } from '../slices';

/**
 * A component whose code comes when it is first shown: what few people open is not in everyone's first view. Until it is there nothing is shown; where it does
 * not come, one is told, and the next time it is shown it is asked for again.
 */
export function later(load: () => Promise<FunctionComponent>): FunctionComponent {
  const come = signal<FunctionComponent | null>(null);
  let coming = false;
  return function Later(): ComponentChildren {
    const Component = come.value;
    if (Component !== null) return <Component />;
    if (!coming) {
      coming = true;
      load().then((component) => { come.value = component; }, (error: unknown) => {
        console.error(error);
        coming = false;
        shown.notices.toast(t('reason.part-missing'));
      });
    }
    return null;
  };
}
