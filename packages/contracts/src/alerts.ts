import type { AdminPermission } from './permissions/admin.ts';

/**
 * Everything a back office is alerted to, and what the subject of each is. Open ones close by themselves when their cause
 * is gone, except those marked: a person closes them.
 */
export const ALERT_KINDS = [
  /** SKU id: units in stock are at or below its mark. Params `code, available, mark`. */
  'low_stock',
  /** SKU id: unsold codes end within 14 days. Params `code, units, first` (when the first ends). */
  'codes.expiring',
  /** Order number: a top-up waits for a person. Params `units`. */
  'order.manual_top_up',
  /** Receipt id: money that fits no order has not been sent back after an hour. Params `reason, amount, currency, order_no`. */
  'payment.suspense',
  /** Refund id: the provider refused it; it is tried again. Params `order_no`. */
  'refund.failed',
  /** Refund id, closed by a person: in a currency no provider of ours takes. Params `currency`. */
  'refund.by_hand',
  /** Account id, closed by a person: a payment's state could not be asked for a long time. */
  'payment.provider_silent',
  /** The provider's event, closed by a person: its amount could not be read. */
  'payment.unreadable',
  /** Webhook id, closed by a person: judging it was given up. */
  'payment.webhook_stuck',
  /** Account id: the bill of a day could not be had three times. Params `day`. */
  'reconciliation.bill_missing',
  /** Withdrawal id: half an hour after it was submitted its rail has not said what became of it. Params `withdrawal_no`. */
  'withdrawal.open',
  /** Mail id, closed by a person: it was given up. Params `template`. */
  'mail.failed',
  /**
   * SKU id, closed by a person or a change of the income rules: an order was refused, since commissions would have left less
   * than the least margin. Params `code, margin, marginMin`.
   */
  'income.thin_margin',
  /** Request id: unsold codes may leave only if a second person agrees. Params `code, units, asked_by`. */
  'stock.export_asked',
  /** Request id: a code may be opened beyond the day's bound only if a second person agrees. Params `code, asked_by`. */
  'stock.reveal_asked',
  /** Settlement id: a distributor's balances are settled only if a second person agrees. Params `distributor, asked_by`. */
  'closing.proposed',
  /** Settlement id: a provider's money is booked at the bank only if a second person agrees. Params `amount, currency, asked_by`. */
  'reconciliation.settlement_declared',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** What a distributor is alerted to in its own portal. They open and close by themselves. */
export const PORTAL_ALERT_KINDS = [
  /** The distributor's own id: less can be spent than it wants to be told of. Params `spendable, mark, currency`. */
  'wallet.low',
  /**
   * The distributor's own id: it collects its shops' money itself, and an order was refused, or its money sent back, because
   * wallet and credit did not carry the cost. Params `needed, spendable, currency, needed_minor`.
   */
  'wallet.short',
] as const;
export type PortalAlertKind = (typeof PORTAL_ALERT_KINDS)[number];

/** Those that a person closes; nothing else would know that they are dealt with. */
export const ALERTS_CLOSED_BY_HAND: readonly AlertKind[] = [
  'refund.by_hand',
  'payment.provider_silent',
  'payment.unreadable',
  'payment.webhook_stuck',
  'mail.failed',
  'income.thin_margin',
];

/**
 * Those that ask for a second person's word: told to whoever may give it, and not to whoever asked (`asked_by`, the id of a
 * login).
 */
export const ALERT_DECIDERS: Readonly<Partial<Record<AlertKind, AdminPermission>>> = {
  'stock.export_asked': 'inventory.approve_export',
  'stock.reveal_asked': 'inventory.reveal',
  'closing.proposed': 'distributors.approve_settlement',
  'reconciliation.settlement_declared': 'reconciliation.confirm_settlement',
};

/** A kind as catalogs name it, where a dot would open a group. */
export function alertWord(kind: string): string {
  return kind.replaceAll('.', '_');
}
