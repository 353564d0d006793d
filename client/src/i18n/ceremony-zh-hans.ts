import type { ceremonyEn } from './ceremony-en';

/** Ceremonies: Simplified Chinese. */
export const ceremonyZhHans: Record<keyof typeof ceremonyEn, string> = {
  'ceremony.title': '仪式', 'ceremony.gong': '鸣锣', 'ceremony.countdown': '倒计时', 'ceremony.unveiling': '揭幕',
  'ceremony.strike': '敲锣', 'ceremony.key': '敲锣', 'ceremony.nearer': '走到铜锣四米以内即可敲锣。',
  'ceremony.struck': '您准时敲响了铜锣。', 'ceremony.late': '您晚了一点敲响铜锣。', 'ceremony.together': '同一时刻敲响：',
  'ceremony.now': '开始！', 'ceremony.left': '还有 {time}', 'ceremony.veiled': '幕布即将落下。', 'ceremony.unveiled': '已揭幕。',
  'notice.gong-none': '现在没有可敲的铜锣。', 'notice.gong-far': '离铜锣太远了，请走到四米以内。',
  'notice.gong-once': '您已经敲过锣了。', 'notice.gong-full': '敲锣的人太多，不再计数。',
  'notice.gong-late': '您敲得晚了一点，未计入。',
};
