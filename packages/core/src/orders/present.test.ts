import { describe, expect, it } from 'vitest';
import { presentEventData } from './present.ts';

const dataOfEvent = (kind: string, data: unknown) => presentEventData({ kind, data }, 'CNY');

describe('what an event says', () => {
  it('is money in decimals of its currency, never minor units or ids', () => {
    expect(dataOfEvent('refund_approved', { refund_id: 'r-1', amount: '2500', cause: 'undelivered' })).toEqual({
      amount: { amount: '25.00', currency: 'CNY' },
      cause: 'undelivered',
    });
    expect(dataOfEvent('money_returned', { reason: 'double', amount: '1500', currency: 'JPY' })).toEqual({
      amount: { amount: '1500', currency: 'JPY' },
      cause: 'double',
    });
  });

  it('is what a person wrote, how many units and which line', () => {
    expect(dataOfEvent('refund_rejected', { refund_id: 'r-1', reason: 'opened' })).toEqual({ reason: 'opened' });
    expect(dataOfEvent('revealed', { line: 1, units: 2 })).toEqual({ line: 1, units: 2 });
  });

  it('is nothing where the stored data is of another shape', () => {
    for (const data of [null, 'text', [1], { amount: 'all', units: '2', line: null }])
      expect(dataOfEvent('paid', data)).toEqual({});
  });
});
