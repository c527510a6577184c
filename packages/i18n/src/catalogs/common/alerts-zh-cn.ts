import type { Translation } from '../../catalog-types.ts';
import type en from './alerts-en.ts';

export default {
  kind: '告警',
  about: '涉及',
  act: '操作',
  since: '发生于',
  closed: '关闭于',
  states: { open: '未关闭', closed: '已关闭' },
  next: '如何处理',
  isNew: '新',
  noneTitle: '没有告警',
  noneHelp: '目前没有需要您处理的事项。',
} satisfies Translation<typeof en>;
