import { z } from 'zod';
import { amountSchema, REFERENCE } from '../gateway/create-payment.ts';
import { GatewayRefusal, assertSameContent, randomId } from '../gateway/gateway.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Row, Store } from '../store/open-store.ts';
import { bigintOf, numberOf, optionalTextOf, textOf } from '../store/row.ts';

/** How a payout ends. `unknown`: it is taken and no answer about it comes, until it is settled. */
export const PAYOUT_OUTCOMES = ['paid', 'failed', 'slow', 'unknown', 'returned'] as const;
export type PayoutOutcome = (typeof PAYOUT_OUTCOMES)[number];

/** What the rail charges for each payout, minor units. */
const COST = 10n;

const text = (max: number) => z.string().trim().min(1).max(max);
export const createPayoutSchema = z.strictObject({
  reference: z.string().regex(REFERENCE),
  amount: amountSchema,
  currency: z.string().min(3).max(8),
  payee: z.strictObject({
    kind: z.enum(['bank_account', 'alipay']),
    holder: text(200),
    number: text(120),
    bank_name: text(120).nullable(),
    branch: z.string().max(200).nullable(),
  }),
  note: text(60),
});
export type CreatePayoutInput = z.infer<typeof createPayoutSchema>;

export interface Payout {
  readonly id: string;
  readonly merchantId: string;
  readonly reference: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly holder: string;
  readonly number: string;
  readonly state: 'pending' | 'paid' | 'failed' | 'returned';
  /** Nothing is said about it: callers get no answer. */
  readonly isMute: boolean;
  readonly failure: string | undefined;
}

function payoutOf(row: Row): Payout {
  return {
    id: textOf(row, 'id'),
    merchantId: textOf(row, 'merchant_id'),
    reference: textOf(row, 'reference'),
    amount: bigintOf(row, 'amount'),
    currency: textOf(row, 'currency'),
    holder: textOf(row, 'holder'),
    number: textOf(row, 'number'),
    state: textOf(row, 'state') as Payout['state'],
    isMute: numberOf(row, 'mute') === 1,
    failure: optionalTextOf(row, 'failure'),
  };
}

export function findPayout(store: Store, merchantId: string, reference: string): Payout | undefined {
  const row = store.get('select * from payout where merchant_id = ? and reference = ?', merchantId, reference);
  return row && payoutOf(row);
}

export function listPayouts(store: Store, limit: number): readonly Payout[] {
  return store.all('select * from payout order by seq desc limit ?', limit).map(payoutOf);
}

/** How payouts asked for from now on end. */
export function nextOutcome(store: Store): PayoutOutcome {
  const row = store.get(`select value from setting where name = 'payout_outcome'`);
  return row ? z.enum(PAYOUT_OUTCOMES).parse(textOf(row, 'value')) : 'paid';
}

export function putNextOutcome(store: Store, outcome: PayoutOutcome): void {
  store.run(
    `insert into setting (name, value) values ('payout_outcome', ?) on conflict (name) do update set value = excluded.value`,
    outcome,
  );
}

/**
 * Takes a payout. The same reference and content gives the one it gave before, whatever became of it; how a new one ends is
 * what was asked for.
 *
 * @throws GatewayRefusal `reference_reused`
 */
export function createPayout(gateway: Gateway, merchantId: string, input: CreatePayoutInput): Payout {
  const { store, clock, settings } = gateway;
  return store.transaction(() => {
    const present = findPayout(store, merchantId, input.reference);
    if (present) {
      const { amount, currency, holder, number } = present;
      const { payee } = input;
      const isSame =
        amount === input.amount && currency === input.currency && holder === payee.holder && number === payee.number;
      assertSameContent(isSame, 'payout');
      return present;
    }
    const outcome = nextOutcome(store);
    const isLater = outcome === 'slow' || outcome === 'returned';
    store.run(
      `insert into payout (id, merchant_id, reference, amount, currency, holder, number, note, state, mute, failure, settle_at, settle_as, created_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      randomId('out'),
      merchantId,
      input.reference,
      input.amount,
      input.currency,
      input.payee.holder,
      input.payee.number,
      input.note,
      outcome === 'failed' ? 'failed' : outcome === 'paid' || outcome === 'returned' ? 'paid' : 'pending',
      outcome === 'unknown' ? 1 : 0,
      outcome === 'failed' ? 'account_closed' : null,
      isLater ? clock.wall() + settings.refundDelayMs : null,
      isLater ? (outcome === 'slow' ? 'paid' : 'returned') : null,
      clock.now(),
    );
    return existing(store, merchantId, input.reference);
  });
}

/** Decides a payout by hand, whoever's it is; from now on it is spoken of. @throws GatewayRefusal `payout_unknown` */
export function settlePayout(store: Store, reference: string, state: 'paid' | 'failed' | 'returned'): void {
  const failure = state === 'paid' ? null : 'account_closed';
  const changed = store.run(
    'update payout set state = ?, failure = ?, mute = 0, settle_at = null, settle_as = null where reference = ?',
    state,
    failure,
    reference,
  );
  if (changed === 0) throw new GatewayRefusal(404, 'payout_unknown', 'There is no such payout.');
}

/** Ends the payouts whose time has come. @returns how many */
export function settleDuePayouts(gateway: Gateway): number {
  return gateway.store.run(
    `update payout set state = settle_as, failure = case settle_as when 'returned' then 'account_closed' end,
            settle_at = null, settle_as = null
      where settle_at is not null and settle_at <= ?`,
    gateway.clock.wall(),
  );
}

export function payoutView(payout: Payout): Record<string, unknown> {
  return {
    id: payout.id,
    merchant_id: payout.merchantId,
    reference: payout.reference,
    amount: payout.amount.toString(),
    currency: payout.currency,
    state: payout.state,
    cost: payout.state === 'paid' || payout.state === 'returned' ? COST.toString() : '0',
    failure: payout.failure ?? null,
  };
}

function existing(store: Store, merchantId: string, reference: string): Payout {
  const payout = findPayout(store, merchantId, reference);
  if (!payout) throw new Error(`payout ${reference} vanished within its own transaction`);
  return payout;
}
