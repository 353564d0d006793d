import { t } from '../i18n';
import { shown } from '../slices';

/** Tells that a part of the page did not come. */
export function tellMissing(error: unknown): void {
  console.error(error);
  shown.notices.toast(t('reason.part-missing'));
}
