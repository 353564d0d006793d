import type { photographEn } from './photograph-en';

/** The group photograph: Simplified Chinese. */
export const photographZhHans: Record<keyof typeof photographEn, string> = {
  'title': '合影', 'in': '请站好，微笑！如果不想入镜，请现在走开。', 'out': '马上就要拍合影了。',
  'left': '{count} 秒', 'wanted': '在本设备上拍摄', 'wanted-hint': '照片只留在您的设备上，由您自己保存。',
  'none': '现在没有合影。', 'draws': '咔嚓！', 'taken': '照片拍好了。', 'missed': '本页面没有拍摄。入镜的人可以获得活动的合影。',
  'failed': '本设备无法绘制照片。入镜的人可以获得活动的合影。', 'save': '保存照片', 'again': '重试',
  'sends': '正在为所有入镜的人保存……', 'done': '已保存，所有入镜的人都可以下载。', 'unsent': '未能为其他人保存照片。',
  'own': '本页面拍摄', 'kept': '活动合影', 'of': '合影，{size}',
};
