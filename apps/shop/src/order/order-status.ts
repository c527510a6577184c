import type { BuyerOrder } from '../orders-api.ts';

/** What the head of the page says. Finer than the order's state where the buyer's next question differs. */
export type Headline =
  | 'awaiting_payment'
  | 'checking'
  | 'paid'
  | 'fulfilling'
  | 'in_review'
  | 'delivered'
  | 'deliveredTopUp'
  | 'partly_delivered'
  | 'refund_only'
  | 'closing'
  | 'closed';

/** Words below the head line, where the state alone does not decide them. */
export type HelpLine = Headline | 'scheduled' | 'backorder';

export function headlineOf(order: BuyerOrder, cameBack: boolean): Headline {
  if (order.state === 'awaiting_payment')
    return cameBack && order.openPayment !== null ? 'checking' : 'awaiting_payment';
  if (order.state === 'delivered' && order.lines.every((line) => line.kind === 'top_up')) return 'deliveredTopUp';
  return order.state;
}

export function helpOf(order: BuyerOrder, headline: Headline): HelpLine {
  const isWaiting = headline === 'paid' || headline === 'fulfilling' || headline === 'partly_delivered';
  if (isWaiting && deliverAtOf(order) !== undefined) return 'scheduled';
  if (isWaiting && order.settleAt !== null) return 'backorder';
  return headline;
}

/** When the next goods are handed over, if they are not to come at once. */
export function deliverAtOf(order: BuyerOrder): string | undefined {
  const times = order.lines
    .filter((line) => line.state === 'processing' && line.deliverAt !== null)
    .map((line) => line.deliverAt ?? '');
  return order.deliverAt ?? times.sort()[0];
}

/** Whole seconds until the hold ends, where that is a sensible time from now (a browser's clock may be wrong). */
export function holdLeftSeconds(order: BuyerOrder, nowMs: number): number | undefined {
  const left = Math.floor((Date.parse(order.holdUntil) - nowMs) / 1_000);
  const whole = Math.floor((Date.parse(order.holdUntil) - Date.parse(order.createdAt)) / 1_000);
  return left > 0 && left <= whole + 60 ? left : undefined;
}
