import type { certificateEn } from './certificate-en';

/** Certificates of attendance: Simplified Chinese. */
export const certificateZhHans: Record<keyof typeof certificateEn, string> = {
  'title': '出席证书', 'own': '您的证书',
  'coming': '正在签发您的证书……', 'have': '您已获得出席证书。', 'rehearsal': '这是彩排，不签发证书。',
  'show': '查看证书', 'save': '保存为 PDF', 'saving': '正在生成 PDF……', 'page': '打开验证页面', 'which': '证书',
  'reading': '正在读取您的证书……', 'none': '您还没有本次活动的证书。仪式会为每位在场的人签发证书。',
  'failed': '暂时无法读取您的证书。', 'again': '重试', 'unmade': '无法在此设备上生成 PDF。您可以改为打印验证页面。',
  'hint': '收到证书的人可以扫码验证：页面只显示谁在何时何地出席，不显示您的其他信息。',
  'paper.heading': '出席证书', 'paper.other': 'CERTIFICATE OF ATTENDANCE', 'paper.that': '兹证明', 'paper.attended': '出席了', 'paper.by': '签发机构',
  'paper.verify': '扫码验证', 'paper.number': '编号 {number}', 'paper.place': '{room} · {date} {time} UTC',
};
