import { expect, it } from 'vitest';
import type { BuyerOrder } from '../orders-api.ts';
import { helpOf } from './order-status.ts';

type Line = Pick<BuyerOrder['lines'][number], 'kind' | 'state' | 'deliverAt'>;

function orderOf(...lines: readonly (readonly [Line['kind'], Line['state']])[]): BuyerOrder {
  const order = {
    settleAt: '2026-11-24T00:00:00.000Z',
    lines: lines.map(([kind, state]): Line => ({ kind, state, deliverAt: null })),
  };
  return order as unknown as BuyerOrder;
}

it('speaks of stock that ran out only where codes are still to come', () => {
  expect(helpOf(orderOf(['card_code', 'processing']), 'fulfilling', 0)).toBe('backorder');
  expect(helpOf(orderOf(['card_code', 'partly_delivered']), 'partly_delivered', 0)).toBe('backorder');
  expect(helpOf(orderOf(['card_code', 'delivered'], ['top_up', 'processing']), 'partly_delivered', 0)).toBe(
    'partly_delivered',
  );
  expect(helpOf(orderOf(['top_up', 'processing']), 'fulfilling', 0)).toBe('fulfilling');
});
