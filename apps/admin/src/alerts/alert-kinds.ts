import type { AdminPermission } from '@keyfall/contracts';
import type { AlertKind } from '@keyfall/contracts/alerts';
import type { Outputs } from '../api.ts';

export type Alert = Outputs['alerts']['list']['items'][number];

interface Remedy {
  readonly href: string;
  /** What one needs to do something there. */
  readonly permission: AdminPermission;
}

const WEBHOOKS: Remedy = { href: '/payments?view=webhooks', permission: 'payments.read' };
const REFUNDS: Remedy = { href: '/payments?view=refunds', permission: 'refunds.read' };

const orderOf = (orderNo: string): Remedy => ({ href: `/orders/${orderNo}`, permission: 'orders.read' });

/** Where one goes to do something about an alert. A kind without an entry here does not compile. */
const REMEDIES: { readonly [Kind in AlertKind]: (alert: Alert) => Remedy } = {
  low_stock: () => ({ href: '/imports/new', permission: 'inventory.import' }),
  'codes.expiring': ({ subject }) => ({ href: `/inventory?sku=${subject}`, permission: 'inventory.read' }),
  'order.manual_top_up': ({ subject }) => orderOf(subject),
  'payment.suspense': () => ({ href: '/payments?view=suspense', permission: 'payments.read' }),
  'refund.failed': ({ params }) => (typeof params['order_no'] === 'string' ? orderOf(params['order_no']) : REFUNDS),
  'refund.by_hand': () => REFUNDS,
  'reconciliation.bill_missing': () => ({ href: '/reconciliation?view=bills', permission: 'reconciliation.read' }),
  'payment.provider_silent': () => ({ href: '/payments?view=accounts', permission: 'payments.read' }),
  'payment.unreadable': () => WEBHOOKS,
  'payment.webhook_stuck': () => WEBHOOKS,
  'withdrawal.open': ({ subject }) => ({ href: `/withdrawals?open=${subject}`, permission: 'withdrawals.read' }),
  'mail.failed': ({ params }) =>
    params['template'] === 'invitation' || params['template'] === 'password_reset'
      ? { href: '/team', permission: 'team.read' }
      : { href: '/orders', permission: 'orders.read' },
  'stock.export_asked': () => ({ href: '/inventory/requests?view=exports', permission: 'inventory.approve_export' }),
  'stock.reveal_asked': () => ({ href: '/inventory/requests?view=reveals', permission: 'inventory.reveal' }),
  'closing.proposed': () => ({ href: '/withdrawals?view=closings', permission: 'distributors.approve_settlement' }),
  'reconciliation.settlement_declared': () => ({
    href: '/reconciliation?view=settlements',
    permission: 'reconciliation.confirm_settlement',
  }),
  'income.thin_margin': () => ({ href: '/income-rules', permission: 'prices.read' }),
};

/** The page where an alert is dealt with; nothing for a kind of a newer release. */
export function remedyOf(alert: Alert): Remedy | undefined {
  return Object.hasOwn(REMEDIES, alert.kind) ? REMEDIES[alert.kind as AlertKind](alert) : undefined;
}
