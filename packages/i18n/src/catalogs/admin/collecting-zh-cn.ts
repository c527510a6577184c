import type { Translation } from '../../catalog-types.ts';
import type en from './collecting-en.ts';

/** Distributors that take their shops' money themselves. */
export default {
  title: '收款方式',
  allowed: '可自行收取店铺货款',
  yes: '是',
  no: '否',
  none: '无',
  since: '设置时间',
  accounts: '自有支付账户',
  shops: '自行收款的店铺',
  spendable: '钱包可承担',
  promised: '未付款订单占用',
  allow: '允许自行收款',
  allowTitle: '允许该分销商自行收取店铺货款？',
  allowHelp:
    '买家可在其自有支付账户付款。每笔付款的订单按其拿货价从钱包与信用额度扣款，您与各上级当即入账。其支付机构的账单由其自行核对。',
  end: '取消自行收款',
  endTitle: '取消该分销商自行收款？',
  endHelp: '其店铺立即改由您的支付账户收款。此前的订单仍由其自有账户收款与退款。',
  saved: '已保存',
  by: { platform: '由我们收款', distributor: '由分销商收款' },
  collectedBy: '收款',
  charge: '已从其钱包扣除',
  chargeDue: '将从其钱包扣除',
  chargeRefunded: '已退回其钱包',
  note: '买家货款由卖家自行收取：卖家的差价已在其手中，其余各方由其钱包支付。',
  receipt: '分销商自有支付账户',
} satisfies Translation<typeof en>;
