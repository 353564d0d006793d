import { partTexts } from './part';

/** Texts of a show that anybody in the room may start. */
export const tryText = partTexts({
  'terrace': 'Try the ceremony', 'forum': 'Try the talk', 'other': 'Start the show', 'what': '“{title}” plays for everyone here.', 'by': '{name} has started it',
}, {
  'terrace': '试试仪式', 'forum': '试试演讲', 'other': '启动演出', 'what': '“{title}”将为这里的所有人播放。', 'by': '由 {name} 启动',
});
