import type { Translation } from '../../catalog-types.ts';
import type * as en from './alerts-en.ts';

export const alerts = {
  help: '需要您的团队处理的事项。原因消除后告警自动关闭。',
  kinds: {
    wallet_low: '钱包余额不足',
    wallet_short: '有订单被拒：钱包不足以支付成本',
  },
  nextOf: {
    wallet_low: '请充值，或调低提醒线。',
    wallet_short: '请充值：您的店铺只能售出钱包与授信可承担的商品。',
  },
  go: { wallet_low: '查看钱包', wallet_short: '查看钱包' },
  facts: {
    spendable: '可用 {{amount}}',
    mark: '提醒线 {{amount}}',
    needed: '需要 {{amount}}',
  },
} satisfies Translation<typeof en.alerts>;
