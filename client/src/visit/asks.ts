import { setLanguage } from '../i18n';
import type { Connection } from '../net/connection';
import { Measure } from '../net/generated/kapok_pb';
import { cutText, MAX_NAME } from '../net/text';
import { model, type Actions } from '../ui/model';
import { Wish } from './wish';

const MEASURES = { mute: Measure.MUTE, unmute: Measure.UNMUTE, kick: Measure.KICK, ban: Measure.BAN } as const;

/** Whether one's glow stick is lit: one's own key and the room both say so. */
export const stick = new Wish<boolean>((on) => { model.stickOn.value = on; });

/** The actions that are one message to the room and nothing else. */
export function requestsOf(connection: () => Connection | null): Partial<Actions> {
  const setStick = (on: boolean, colour: number): void => {
    stick.want(on);
    connection()?.send({ case: 'setStick', value: { $typeName: 'kapok.v1.SetStick', on, colour } });
  };
  return {
    say: (text) => connection()?.send({ case: 'say', value: { $typeName: 'kapok.v1.Say', text } }),
    emote: (kind) => connection()?.send({ case: 'emote', value: { $typeName: 'kapok.v1.Emote', kind } }),
    toggleStick: () => setStick(!model.stickOn.value, model.look.value?.stick ?? 0xffffff),
    setStickColour: (colour) => {
      if (model.look.value) model.look.value = { ...model.look.value, stick: colour };
      setStick(true, colour);
    },
    setLook: (look) => {
      model.look.value = look;
      connection()?.send({ case: 'setLook', value: { $typeName: 'kapok.v1.SetLook', look: { $typeName: 'kapok.v1.Look', ...look } } });
    },
    seek: (text) => connection()?.send({ case: 'seek', value: { $typeName: 'kapok.v1.Seek', text: cutText(text, MAX_NAME), people: [] } }),
    meet: (person) => connection()?.send({ case: 'seek', value: { $typeName: 'kapok.v1.Seek', text: '', people: [person] } }),
    goTo: (person) => connection()?.send({ case: 'goTo', value: { $typeName: 'kapok.v1.GoTo', person } }),
    report: (person, reason) => connection()?.send({ case: 'report', value: { $typeName: 'kapok.v1.Report', person, reason } }),
    moderate: (person, measure, reason) =>
      connection()?.send({ case: 'moderate', value: { $typeName: 'kapok.v1.Moderate', measure: MEASURES[measure], person, reason } }),
    changeSettings: (change) => {
      model.settings.value = { ...model.settings.value, ...change };
      if (change.language) setLanguage(change.language);
    },
  };
}
