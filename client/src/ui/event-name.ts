import { titleOf } from '../i18n';
import { shown } from '../slices';

/** Title of the event in the person's language. */
export function eventName(): string {
  const { eventId, eventTitle } = shown.door;
  return titleOf(eventId.value, eventTitle.value) || 'Kapok';
}
