import type { BuyerOrder } from '../orders-api.ts';

/** What the head of the page says. Finer than the order's state where the buyer's next question differs. */
export type Headline =
  | 'awaiting_payment'
  | 'checking'
  | 'paid'
  | 'scheduled'
  | 'fulfilling'
  | 'in_review'
  | 'delivered'
  | 'deliveredTopUp'
  | 'partly_delivered'
  | 'refund_only'
  | 'closing'
  | 'closed';

/** Words below the head line, where the state alone does not decide them. */
export type HelpLine = Headline | 'scheduledRest' | 'backorder';

export function headlineOf(order: BuyerOrder, cameBack: boolean, nowMs: number): Headline {
  if (order.state === 'awaiting_payment')
    return cameBack && order.openPayment !== null ? 'checking' : 'awaiting_payment';
  if ((order.state === 'paid' || order.state === 'fulfilling') && deliverAtOf(order, nowMs) !== undefined)
    return 'scheduled';
  if (order.state === 'delivered' && order.lines.every((line) => line.kind === 'top_up')) return 'deliveredTopUp';
  return order.state;
}

export function helpOf(order: BuyerOrder, headline: Headline, nowMs: number): HelpLine {
  const isWaiting = headline === 'paid' || headline === 'fulfilling' || headline === 'partly_delivered';
  if (isWaiting && deliverAtOf(order, nowMs) !== undefined) return 'scheduledRest';
  if (isWaiting && order.settleAt !== null && order.lines.some(isOutOfStock)) return 'backorder';
  return headline;
}

/** Codes that are still to come are out of stock; a top-up that is still to come is being made. */
function isOutOfStock({ kind, state }: BuyerOrder['lines'][number]): boolean {
  return kind !== 'top_up' && (state === 'processing' || state === 'partly_delivered');
}

/** When the next goods are handed over, if that is a set time ahead. One that has passed is told no more. */
export function deliverAtOf(order: BuyerOrder, nowMs: number): string | undefined {
  const times = order.lines
    .filter((line) => line.state === 'processing')
    .map((line) => line.deliverAt ?? '')
    .filter((at) => at !== '' && Date.parse(at) > nowMs);
  return times.sort()[0];
}

/** Whole seconds until the hold ends, where that is a sensible time from now (a browser's clock may be wrong). */
export function holdLeftSeconds(order: BuyerOrder, nowMs: number): number | undefined {
  const left = Math.floor((Date.parse(order.holdUntil) - nowMs) / 1_000);
  const whole = Math.floor((Date.parse(order.holdUntil) - Date.parse(order.createdAt)) / 1_000);
  return left > 0 && left <= whole + 60 ? left : undefined;
}
