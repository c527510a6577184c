import type { Store } from '../store/open-store.ts';
import { bigintOf, numberOf, textOf } from '../store/row.ts';

export type TruthKind = 'captures' | 'refunds';

const SQL: Record<TruthKind, string> = {
  captures: `
    select c.seq, p.merchant_id, p.reference, p.id as payment_id, c.id as transaction_id, c.amount, c.currency,
      p.state, c.fee
    from capture c join payment p on p.id = c.payment_id where c.seq > ? order by c.seq limit ?`,
  refunds: `
    select r.seq, r.merchant_id, r.reference, c.payment_id, r.capture_id as transaction_id, r.amount, r.currency,
      r.state, 0 as fee
    from refund r join capture c on c.id = r.capture_id where r.seq > ? order by r.seq limit ?`,
};

export interface TruthPage {
  readonly items: readonly Readonly<Record<string, string>>[];
  /** Give this as `after` to read on; absent on the last page. */
  readonly next?: number;
}

/** What the gateway really did with money, oldest first: the list a chaos run holds the platform's books against. */
export function truthPage(store: Store, kind: TruthKind, page: { after: number; limit: number }): TruthPage {
  const rows = store.all(SQL[kind], page.after, page.limit);
  const items = rows.map((row) => ({
    merchant_id: textOf(row, 'merchant_id'),
    reference: textOf(row, 'reference'),
    payment_id: textOf(row, 'payment_id'),
    transaction_id: textOf(row, 'transaction_id'),
    amount: bigintOf(row, 'amount').toString(),
    currency: textOf(row, 'currency'),
    fee: bigintOf(row, 'fee').toString(),
    state: textOf(row, 'state'),
  }));
  const last = rows.at(-1);
  return last && rows.length === page.limit ? { items, next: numberOf(last, 'seq') } : { items };
}
