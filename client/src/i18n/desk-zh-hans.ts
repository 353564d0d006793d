import type { deskEn } from './desk-en';

export const deskZhHans: Readonly<Record<keyof typeof deskEn, string>> = {
  'title': '演出', 'open': '打开控制台', 'fold': '收起控制台', 'now': '当前', 'next': '下一条', 'nothing': '尚未开始', 'end': '已到结尾', 'waits': '等待执行',
  'due': '{time} 后', 'held': '已暂停', 'go': '执行', 'back': '退回', 'hold': '暂停', 'on': '继续', 'panic': '紧急',
  'start': '开始', 'again': '从头开始', 'list': '提示列表', 'unnamed': '提示 {number}', 'choose': '将 {number} 设为下一条', 'console': '在管理后台编辑',
  'empty': '这里还没有提示。请在管理后台编写。', 'hands': '同在控制台：', 'edits': '{name}（正在编辑 {number}）', 'with': '即将自动执行',
  'keeping': '正在保存…', 'unkept': '最近的修改尚未写入磁盘。', 'keys': '焦点在此时：回车或空格执行，B 退回，H 暂停，P 紧急，↑ ↓ 选择。',
  'trigger.after': '{time} 后', 'trigger.with': '与上一条同时', 'trigger.at': '于 {time}', 'trigger.track': '音乐到 {time}',
  'rehearse': '排练', 'rehearse.hint': '打开本房间的私密副本，外面的人什么也看不到。',
  'rehearse.full': '排练已经太多，请等其中一个结束后再试。', 'rehearse.refused': '无法打开排练。',
  'rehearsal': '排练中', 'rehearsal.what': '外面的人看不到这里。所有人离开后排练即结束。', 'rehearsal.end': '结束排练',
  'fault': '上一条提示有内容未能执行。',
  'fault.screen': '提示引用的屏幕在这里不存在。', 'fault.file': '提示引用的文件不存在。', 'fault.deck': '提示引用的幻灯片不存在。', 'fault.nobody': '房间里没有人，没有拍摄合影。',
  'fault.stage': '提示引用的舞台在本活动中不存在。', 'fault.flashes': '闪烁会过于频繁，已调得更柔和。',
};
