import { t, textOf } from '../i18n';
import { en } from '../i18n/en';
import type { NoticesSlice } from '../slices/notices';
import type { RoomLine, VisitView } from './parts';

const ANNOUNCEMENT_MS = 20_000;

/** What the room tells oneself alone, and what is announced to all. */
export class Notices {
  constructor({ messages }: RoomLine, private readonly slice: NoticesSlice, view: VisitView) {
    // The server names notices by whole keys of the catalogue, such as `notice.muted`.
    messages.on('notice', ({ code, values }) => slice.toast(Object.hasOwn(en, code) ? t(code as keyof typeof en, values) : t('notice.unknown', { code })));
    messages.on('announcement', ({ text, from }) => {
      view.chime('announcement');
      this.announce({ text, from });
    });
  }

  /** What was announced elsewhere is not said here. */
  leave(): void {
    this.slice.announcement.value = null;
  }

  /** Where one was put back, one is told why. */
  putBack(why: string): void {
    if (why !== '') this.slice.toast(textOf('notice', why, 'notice.put-back'));
  }

  private announce(said: { readonly text: string; readonly from: string }): void {
    const { announcement } = this.slice;
    announcement.value = said;
    setTimeout(() => {
      if (announcement.value === said) announcement.value = null;
    }, ANNOUNCEMENT_MS);
  }
}
