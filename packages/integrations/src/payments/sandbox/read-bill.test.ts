import type { BillRow } from '@keyfall/core/payments';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allOf } from '../../testing/all-of.ts';
import { readBill } from './read-bill.ts';

const HEADER = 'kind,occurred_at,transaction_id,reference,refund_reference,currency,gross,refunded,fee,net';
const PAYMENT = 'payment,2026-01-01T00:00:00.000Z,txn_1,attempt-1,,CNY,3000,0,18,2982';
const REFUND = 'refund,2026-01-01T08:00:00.000Z,txn_1,attempt-1,refund-1,CNY,0,1000,0,-1000';
const WHOLE = [HEADER, PAYMENT, REFUND, 'end,2', ''].join('\n');

async function* inPieces(pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces;
}

const read = (pieces: readonly string[]): Promise<readonly BillRow[]> => allOf(readBill(inPieces(pieces)));

describe('readBill', () => {
  it('reads payments and refunds', async () => {
    expect(await read([WHOLE])).toEqual([
      {
        kind: 'payment',
        transactionId: 'txn_1',
        reference: 'attempt-1',
        currency: 'CNY',
        gross: 3000n,
        refunded: 0n,
        fee: 18n,
        net: 2982n,
        occurredAt: new Date('2026-01-01T00:00:00Z'),
      },
      {
        kind: 'refund',
        transactionId: 'txn_1',
        reference: 'attempt-1',
        refundReference: 'refund-1',
        currency: 'CNY',
        gross: 0n,
        refunded: 1000n,
        fee: 0n,
        net: -1000n,
        occurredAt: new Date('2026-01-01T08:00:00Z'),
      },
    ]);
  });

  it('does not care where the network cuts', async () => {
    const whole = await read([WHOLE]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(WHOLE.length), { maxLength: 12 }), async (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), WHOLE.length];
        const pieces = places.slice(1).map((end, index) => WHOLE.slice(places[index], end));
        expect(await read(pieces)).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });

  it('refuses every bill that ends early', async () => {
    for (let length = 0; length < WHOLE.length - 1; length += 1) {
      await expect(read([WHOLE.slice(0, length)])).rejects.toMatchObject({ name: 'PortError' });
    }
  });

  it('reads an empty day', async () => {
    expect(await read([`${HEADER}\nend,0\n`])).toEqual([]);
  });

  it.each([
    ['another header', WHOLE.replace('gross', 'amount')],
    ['another count', WHOLE.replace('end,2', 'end,3')],
    ['lines after its end', `${WHOLE}${PAYMENT}\n`],
    ['a net that does not add up', WHOLE.replace('2982', '2983')],
    ['a payment with a refund reference', WHOLE.replace('attempt-1,,', 'attempt-1,refund-9,')],
    ['a figure with decimals', WHOLE.replace(',18,', ',0.18,')],
    ['a formula', WHOLE.replace('txn_1', '=1+1')],
    ['quotes', WHOLE.replace('txn_1', '"txn_1"')],
    ['a column too many', WHOLE.replace('2982', '2982,1')],
    ['a line without end', `${HEADER}\n${'x'.repeat(5000)}`],
  ])('refuses a bill with %s', async (_what, text) => {
    await expect(read([text])).rejects.toMatchObject({ name: 'PortError' });
  });
});
