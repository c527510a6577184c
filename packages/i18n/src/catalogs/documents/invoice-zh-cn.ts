import type { Translation } from '../../catalog-types.ts';
import type en from './invoice-en.ts';

export default {
  title: '发票',
  kinds: { ordinary: '普通发票', special: '专用发票' },
  void: '已作废',
  number: '发票号码：{{number}}',
  issuedAt: '开票日期：{{date}}',
  period: '付款期间：{{from}} 至 {{until}}',
  voided: '已于 {{date}} 作废：{{reason}}',
  issuer: '销售方',
  recipient: '购买方',
  taxNumber: '纳税人识别号：{{taxNumber}}',
  address: '地址：{{address}}',
  phone: '电话：{{phone}}',
  bank: '开户行及账号：{{bank}}',
  orders: '订单明细',
  order: '订单号',
  lines: {
    order: '{{orderNo}}',
    purchase: '采购单 {{orderNo}}',
    charge: '店铺订单 {{orderNo}} 货款',
  },
  sums: {
    order_other: '{{count}} 个订单',
    purchase_other: '{{count}} 个采购单',
    charge_other: '{{count}} 个店铺订单货款',
  },
  days: '{{from}} 至 {{until}}',
  paidAt: '付款时间',
  amount: '金额',
  net: '不含税金额',
  tax: '税额（{{rate}}%，已含）',
  total: '价税合计',
  note: '备注：{{note}}',
} satisfies Translation<typeof en>;
