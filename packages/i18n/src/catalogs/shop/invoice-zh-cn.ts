import type { Translation } from '../../catalog-types.ts';
import type en from './invoice-en.ts';

export default {
  title: '发票',
  mine: '我的发票',
  help: '店铺审核后开具发票，届时可在此下载。',
  ask: '申请发票',
  askAgain: '重新申请',
  send: '提交申请',
  asked: '申请时间：{{date}}',
  number: '号码：{{number}}',
  reason: '原因：{{reason}}',
  download: '下载 PDF',
  kind: '类型',
  kinds: { ordinary: '普通发票', special: '专用发票' },
  fields: {
    title: '发票抬头',
    taxNumber: '纳税人识别号',
    address: '地址',
    phone: '电话',
    bankName: '开户行',
    bankNumber: '银行账号',
    note: '备注',
  },
  titleHelp: '个人姓名或单位名称，将印在发票上。',
  emptyTitle: '还没有发票',
  emptyHelp: '订单发货后，可在订单页面申请发票。',
} satisfies Translation<typeof en>;
