import type { Translation } from '../../catalog-types.ts';
import type en from './order-events-en.ts';

export default {
  detail: {
    units_other: '{{count}} 件',
    line: '第 {{line}} 行',
  },
  refundUnits: {
    delivered: '已发货数量',
    undelivered: '未发货数量',
    atMost_other: '最多可退 {{count}} 件',
    wrong: '超出可退数量',
  },
  suspenseReason: {
    unknown_order: '没有这个订单',
    wrong_currency: '币种不符',
    wrong_amount: '金额不符',
    double: '重复付款',
    late: '超时付款',
    out_of_stock: '付款时已售罄',
    wallet_short: '卖家钱包余额不足',
    not_accepted: '店铺未能接单',
  },
} satisfies Translation<typeof en>;
