import { setTimeout as sleep } from 'node:timers/promises';
import { ApiRefusal } from '../testing/http-client.ts';
import { payAtSandbox, persist, Shopper, type PayHow } from '../testing/shopper.ts';
import type { TestStack } from '../testing/stack.ts';
import type { Chance } from './random.ts';

/** What a client knows for sure: only what it was answered. */
export interface ClientRecord {
  readonly client: number;
  readonly how: PayHow;
  orderNo: string | null;
  paymentId: string | null;
  /** The gateway said it took the money (or did what the mode says). */
  paid: boolean;
  /** A designed refusal that ended it early. */
  refusal: string | null;
}

export const CHAOS_SKU = 'TVV-1MONTH';

/** One buyer's plan. */
export interface PlannedBuyer {
  readonly how: PayHow;
  /** How long it thinks before each step, so that a run lasts as long as its blows. */
  readonly pauseMs: number;
}

/** Draws how buyers pay and what becomes of the webhooks about it; all draws are made before anything runs. */
export function drawBuyers(chance: Chance, count: number, pauseMaxMs: number): readonly PlannedBuyer[] {
  return Array.from({ length: count }, () => {
    const mode = chance.pick([
      'exact',
      'exact',
      'exact',
      'exact',
      'exact',
      'wrong_amount',
      'twice',
      'cancel',
      'late',
    ] as const);
    const faults = chance.pick([
      {},
      {},
      { duplicates: 3 },
      { delay_ms: 1500 },
      { reorder_window_ms: 800, duplicates: 2 },
      { signature: 'bad_once' },
      { delivery: 'drop_first' },
      { delivery: 'drop_all' },
    ]);
    return { how: { mode, faults }, pauseMs: chance.below(pauseMaxMs + 1) };
  });
}

/** Buys and pays once, repeating every step that got no answer, and writes down what it was told. */
export async function runClient(
  stack: TestStack,
  client: number,
  { how, pauseMs }: PlannedBuyer,
): Promise<ClientRecord> {
  const record: ClientRecord = { client, how, orderNo: null, paymentId: null, paid: false, refusal: null };
  const shopper = new Shopper(stack, client);
  try {
    await persist(() => shopper.begin());
    const { orderNo } = await persist(() => shopper.place(CHAOS_SKU));
    record.orderNo = orderNo;
    await sleep(pauseMs);
    const paymentId = await persist(() => shopper.beginPayment(orderNo));
    record.paymentId = paymentId;
    await sleep(pauseMs);
    await payAtSandbox(stack, paymentId, how);
    record.paid = true;
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    record.refusal = error.code;
  }
  return record;
}
