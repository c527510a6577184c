import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../settings.ts';
import { createClock } from '../store/clock.ts';
import { openStore } from '../store/open-store.ts';
import { MERCHANT, temporaryFolder } from '../testing/test-sandbox.ts';
import { billDay, billLines } from './bill.ts';
import type { Gateway } from './gateway.ts';
import { putMerchant } from './merchants.ts';
import { insertCapture, insertPayment } from './payments.ts';

describe('billDay', () => {
  it('begins at midnight of the given offset', () => {
    expect(billDay('2026-03-01', 480)).toEqual({
      from: Date.parse('2026-02-28T16:00:00Z'),
      until: Date.parse('2026-03-01T16:00:00Z'),
    });
  });

  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '20260101', '', '2026-01-01T00'])(
    '%s is no day',
    (text) => {
      expect(billDay(text, 480)).toBeUndefined();
    },
  );
});

describe('billLines', () => {
  it('gives every row once and in order, whatever fills the pages', () => {
    const store = openStore(temporaryFolder());
    const clock = createClock(store, Date.now);
    const gateway: Gateway = { store, settings: DEFAULT_SETTINGS, clock, wakeSender: () => undefined };
    putMerchant(store, MERCHANT);
    insertPayment(store, {
      id: 'pay_1',
      merchantId: MERCHANT.id,
      reference: 'attempt-1',
      fingerprint: '',
      owed: { amount: 1n, currency: 'CNY' },
      subject: 's',
      returnUrl: 'http://shop.localhost',
      notifyUrl: 'http://127.0.0.1',
      locale: 'en',
      state: 'pending',
      createdAt: 0,
      expiresAt: 0,
      closedAt: undefined,
      closeReason: undefined,
    });
    // Rows of the same millisecond lie across the borders of pages; the first and last lie outside of the day.
    const times = [999, ...Array.from({ length: 1700 }, (_, index) => 1000 + Math.floor(index / 400)), 2000];
    store.transaction(() =>
      times.forEach((paidAt, index) =>
        insertCapture(store, 'pay_1', { id: `txn_${index}`, amount: 1n, currency: 'CNY', fee: 0n, paidAt }),
      ),
    );
    const lines = [...billLines(gateway, MERCHANT.id, { from: 1000, until: 2000 })];
    store.close();
    expect(lines.at(-1)).toBe('end,1700');
    const ids = lines.slice(1, -1).map((line) => line.split(',')[2]);
    expect(ids).toEqual(Array.from({ length: 1700 }, (_, index) => `txn_${index + 1}`));
  });
});
