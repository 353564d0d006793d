import { t, titleOf } from '../i18n';
import { shown } from '../slices';

const { door, stage } = shown;

/** A stage has the title of its room, in the person's language where the catalogue has it. */
export function titleOfStage(of = stage.watched.value): string {
  if (of === null) return t('stage.title');
  return titleOf(of.stage, of.title || (door.rooms.value.find(({ id }) => id === of.stage)?.title ?? of.stage));
}
