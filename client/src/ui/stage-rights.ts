import { shown } from '../slices';

const { self, stage } = shown;

/** Whether one may show slides and play music. */
export const mayShow = (): boolean => self.role.value !== 'attendee';

/** Whether one may go live. */
export const mayGoLive = (): boolean => ['speaker', 'performer', 'stageManager', 'organiser'].includes(self.role.value);

/** Whether one is live, or about to be. */
export const isLive = (): boolean => ['live', 'connecting', 'returning'].includes(stage.live.value);
