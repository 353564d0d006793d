import { shown } from '../slices';

const { door, self, stage } = shown;

/** Whether one may show slides and play music. */
export const mayShow = (): boolean => self.role.value !== 'attendee';

/** Whether one may go live. */
export const mayGoLive = (): boolean => ['speaker', 'performer', 'stageManager', 'organiser'].includes(self.role.value);

/** Whether one runs the show. */
export const runsShow = (): boolean => self.role.value === 'stageManager' || self.role.value === 'organiser';

/** Whether one is where a show is tried. */
export const isRehearsal = (): boolean => door.room.value?.id.startsWith('rehearsal-') === true;

/** Whether one is live, or about to be. */
export const isLive = (): boolean => ['live', 'connecting', 'returning'].includes(stage.live.value);
