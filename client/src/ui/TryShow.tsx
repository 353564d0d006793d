import { create } from '@bufbuild/protobuf';
import type { JSX } from 'preact';
import { tryText } from '../i18n/try-show';
import { ShowCommand_TrySchema } from '../net/generated/show_pb';
import { shown } from '../slices';
import { Icon } from './icons';
import { runsShow } from './stage-rights';
import './styles/try-show.css';

const { desk, door, show } = shown;

/** A show that anybody in the room may start while nothing is shown, and who did. Whoever runs the show has the desk for it. */
export function TryShow(): JSX.Element | null {
  const offer = show.offer.value, room = door.room.value, scene = room?.sceneName ?? room?.id;
  if (offer === null) return null;
  if (offer.by !== '') return <p class="try-show try-by" role="status" dir="auto" data-testid="try-by">{tryText('by', { name: offer.by })}</p>;
  if (!offer.ready || runsShow()) return null;
  return (
    <button type="button" class="try-show" data-testid="try-show" title={tryText('what', { title: offer.title })}
      onClick={() => desk.ask.order({ case: 'try', value: create(ShowCommand_TrySchema) })}><Icon name="play" size={16} />
      {tryText(scene === 'terrace' || scene === 'forum' ? scene : 'other')}</button>
  );
}
