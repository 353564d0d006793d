import type { ceremonyEn } from './ceremony-en';

/** Ceremonies: Simplified Chinese. */
export const ceremonyZhHans: Record<keyof typeof ceremonyEn, string> = {
  'title': '仪式', 'gong': '鸣锣', 'countdown': '倒计时', 'unveiling': '揭幕',
  'signing': '签名墙', 'certificate': '出席证书', 'photograph': '大合影',
  'strike': '敲锣', 'nearer': '走到铜锣四米以内即可敲锣。',
  'struck': '您准时敲响了铜锣。', 'late': '您晚了一点敲响铜锣。', 'together': '同一时刻敲响：',
  'now': '开始！', 'left': '还有 {time}', 'veiled': '幕布即将落下。', 'unveiled': '已揭幕。',
};
