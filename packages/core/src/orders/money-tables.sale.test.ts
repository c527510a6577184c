import { floorShare, parseRate, parseUnitPrice } from '@keyfall/money';
import { describe, expect, it } from 'vitest';
import {
  bonusOfWalletPayment,
  cogsJournal,
  combineJournals,
  deliverJournal,
  feeDifferenceJournal,
  feeRecoveryJournal,
  payJournal,
  receiptKey,
  voucherSaleJournal,
  walletHoldJournal,
  walletUnholdJournal,
} from '../ledger/index.ts';
import type { JournalDraft } from '../ledger/index.ts';
import { Book, tableOf } from '../ledger/testing/book.ts';
import { effectiveCosts, splitPurchase } from '../pricing/index.ts';
import { feeBorneOf, feeByLine, planDelivery } from './line-money.rules.ts';
import type { LineMoney } from './line-money.rules.ts';
import { ALI, L1, L2, L3, ORDER, cny, exampleLine, percentageLine } from './testing/example.ts';

const aliKey = receiptKey({ gatewayAccountId: ALI, transaction: 'T1' });
const base = { orderId: ORDER, currency: 'CNY' } as const;

function pay(line: LineMoney, fee = '0.18'): JournalDraft {
  const source = { via: 'gateway', gatewayAccountId: ALI, fee: cny(fee) } as const;
  return payJournal({ ...base, idemKey: aliKey, amount: line.payable, promo: line.promo, source });
}

function deliver(line: LineMoney): JournalDraft {
  return deliverJournal({ ...base, parts: [planDelivery(line, 0, line.quantity)] });
}

/** Income less expenses. */
function resultOf(drafts: readonly JournalDraft[]): bigint {
  const book = new Book('CNY');
  for (const draft of drafts) book.post(draft);
  const income = book.total('4010') + book.total('4020') + book.total('4030');
  const expenses = (['5010', '5020', '5030', '5040', '5050'] as const).reduce(
    (sum, code) => sum + book.total(code),
    0n,
  );
  return income - expenses;
}

describe('money.md 1.1: a sale in the price-difference model', () => {
  const line = exampleLine();
  const cogs = cogsJournal({ ...base, cost: cny('20.00') });
  const fee = feeRecoveryJournal({ ...base, sellerId: L3, feeBorne: feeBorneOf(cny('0.18'), cny('4.00')) });

  it('pay', () => {
    expect(pay(line).idemKey).toBe('pay:ALI:T1');
    expect(tableOf(pay(line))).toEqual({ '1020 ALI': 'Dr 29.82', '5020': 'Dr 0.18', '2070': 'Cr 30.00' });
  });

  it('deliver', () => {
    expect(deliver(line).idemKey).toBe('deliver:O1');
    expect(tableOf(deliver(line))).toEqual({
      '2070': 'Dr 30.00',
      '4010': 'Cr 22.00',
      '2010 L1': 'Cr 2.00',
      '2010 L2': 'Cr 2.00',
      '2010 L3': 'Cr 4.00',
    });
  });

  it('cogs and the fee that the seller bears', () => {
    expect([cogs.idemKey, fee.idemKey]).toEqual(['cogs:O1', 'feerec:O1']);
    expect(tableOf(cogs)).toEqual({ '5010': 'Dr 20.00', '1110': 'Cr 20.00' });
    expect(tableOf(fee)).toEqual({ '2010 L3': 'Dr 0.18', '4030': 'Cr 0.18' });
  });

  it('leaves the platform 2.00, and fits into one journal when all happens at once', () => {
    const all = [pay(line), deliver(line), cogs, fee];
    expect(resultOf(all)).toBe(cny('2.00'));
    const sale = combineJournals({ ...base, idemKey: aliKey, kind: 'sale' }, all);
    expect(tableOf(sale)).toEqual({
      '1020 ALI': 'Dr 29.82',
      '5020': 'Dr 0.18',
      '4010': 'Cr 22.00',
      '2010 L1': 'Cr 2.00',
      '2010 L2': 'Cr 2.00',
      '2010 L3': 'Cr 3.82',
      '5010': 'Dr 20.00',
      '1110': 'Cr 20.00',
      '4030': 'Cr 0.18',
    });
  });

  it('works the same with fewer levels', () => {
    expect(tableOf(deliver(exampleLine({ levels: 1 })))).toEqual({
      '2070': 'Dr 30.00',
      '4010': 'Cr 22.00',
      '2010 L1': 'Cr 8.00',
    });
    expect(tableOf(deliver(exampleLine({ levels: 0 })))).toEqual({ '2070': 'Dr 30.00', '4010': 'Cr 30.00' });
  });

  it('books the difference when the real fee is known', () => {
    const difference = { subjectId: 'T1', gatewayAccountId: ALI, currency: 'CNY' } as const;
    expect(tableOf(feeDifferenceJournal({ ...difference, difference: cny('0.02') }))).toEqual({
      '5020': 'Dr 0.02',
      '1020 ALI': 'Cr 0.02',
    });
    expect(tableOf(feeDifferenceJournal({ ...difference, difference: -cny('0.01') }))).toEqual({
      '5020': 'Cr 0.01',
      '1020 ALI': 'Dr 0.01',
    });
  });

  it('spreads a fee over lines, and no seller bears more than it earns', () => {
    expect(feeByLine(cny('0.18'), [cny('20'), cny('10'), 0n])).toEqual([12n, 6n, 0n]);
    expect(feeByLine(0n, [0n, 0n])).toEqual([0n, 0n]);
    expect(feeBorneOf(18n, 7n)).toBe(7n);
  });
});

describe('money.md 1.2: a sale in the percentage model', () => {
  const line = percentageLine();

  it('books all of it as revenue and commission as an expense', () => {
    expect(tableOf(pay(line))).toEqual({ '1020 ALI': 'Dr 29.82', '5020': 'Dr 0.18', '2070': 'Cr 30.00' });
    expect(tableOf(deliver(line))).toEqual({
      '2070': 'Dr 30.00',
      '4010': 'Cr 30.00',
      '5040': 'Dr 4.80',
      '2010 L3': 'Cr 3.00',
      '2010 L2': 'Cr 1.20',
      '2010 L1': 'Cr 0.60',
    });
  });

  it('leaves the platform 5.02', () => {
    expect(resultOf([pay(line), deliver(line), cogsJournal({ ...base, cost: cny('20.00') })])).toBe(cny('5.02'));
  });

  it('rounds 29.99 down for everybody but the platform', () => {
    expect(['10', '4', '2'].map((rate) => floorShare(cny('29.99'), parseRate(rate)))).toEqual([299n, 119n, 59n]);
  });
});

describe('money.md 1.7: a wholesale purchase, 10 codes at 26.00 from the wallet', () => {
  const prices = ['22', '24', '26'].map((text) => parseUnitPrice(text));
  const chain = [L1, L2, L3].map((distributorId, index) => ({ distributorId, ownPrice: prices[index]! }));
  const split = splitPurchase({ quantity: 10, currency: 'CNY', costs: effectiveCosts(chain, null) });
  const line: LineMoney = {
    line: 1,
    quantity: 10,
    currency: 'CNY',
    model: 'price_difference',
    payable: split.gross,
    promo: 0n,
    shares: split.shares.map(({ earner, amount }) => ({ distributorId: earner, amount })),
  };
  const walletPay = (bonus: string): JournalDraft =>
    payJournal({
      ...base,
      idemKey: receiptKey({ walletOrderId: ORDER }),
      amount: line.payable,
      source: { via: 'wallet', distributorId: L3, bonus: cny(bonus) },
    });

  it('is one journal without deferred money', () => {
    const bulk = combineJournals({ ...base, idemKey: 'pay:WALLET:O1', kind: 'sale' }, [
      walletPay('0'),
      deliverJournal({ ...base, parts: [planDelivery(line, 0, 10)] }),
      cogsJournal({ ...base, cost: cny('200.00') }),
    ]);
    expect(tableOf(bulk)).toEqual({
      '2040 L3': 'Dr 260.00',
      '4010': 'Cr 220.00',
      '2010 L2': 'Cr 20.00',
      '2010 L1': 'Cr 20.00',
      '5010': 'Dr 200.00',
      '1110': 'Cr 200.00',
    });
  });

  it('spends the bonus first (decision 15)', () => {
    expect(tableOf(walletPay('50.00'))).toEqual({ '2041 L3': 'Dr 50.00', '2040 L3': 'Dr 210.00', '2070': 'Cr 260.00' });
    expect([bonusOfWalletPayment(26_000n, 5000n), bonusOfWalletPayment(3000n, 5000n)]).toEqual([5000n, 3000n]);
  });

  it('holds the wallet while a supplier is asked', () => {
    const hold = { ...base, distributorId: L3, amount: cny('26.00') };
    expect(tableOf(walletHoldJournal(hold))).toEqual({ '2040 L3': 'Dr 26.00', '2045 L3': 'Cr 26.00' });
    expect(tableOf(walletUnholdJournal({ ...hold, outcome: 'failure' }))).toEqual({
      '2045 L3': 'Dr 26.00',
      '2040 L3': 'Cr 26.00',
    });
    expect(tableOf(walletUnholdJournal({ ...hold, outcome: 'success' }))).toEqual({
      '2045 L3': 'Dr 26.00',
      '2070': 'Cr 26.00',
    });
  });
});

describe('money.md 1.10: who funds a coupon of 3.00', () => {
  it('the platform', () => {
    const line = exampleLine({ promo: '3.00' });
    expect(tableOf(pay(line, '0'))).toEqual({ '1020 ALI': 'Dr 27.00', '5030': 'Dr 3.00', '2070': 'Cr 30.00' });
    expect(tableOf(deliver(line))).toMatchObject({ '4010': 'Cr 22.00', '2010 L3': 'Cr 4.00' });
  });

  it('the seller', () => {
    const line = exampleLine({ retail: '27' });
    expect(tableOf(pay(line, '0'))).toEqual({ '1020 ALI': 'Dr 27.00', '2070': 'Cr 27.00' });
    expect(tableOf(deliver(line))).toEqual({
      '2070': 'Dr 27.00',
      '4010': 'Cr 22.00',
      '2010 L1': 'Cr 2.00',
      '2010 L2': 'Cr 2.00',
      '2010 L3': 'Cr 1.00',
    });
    expect(() => exampleLine({ retail: '25.99' })).toThrow(expect.objectContaining({ code: 'price_below_cost' }));
  });

  it('both, half and half', () => {
    const line = exampleLine({ retail: '28.5', promo: '1.50' });
    expect(tableOf(pay(line, '0'))).toEqual({ '1020 ALI': 'Dr 27.00', '5030': 'Dr 1.50', '2070': 'Cr 28.50' });
    expect(tableOf(deliver(line))).toMatchObject({ '4010': 'Cr 22.00', '2010 L3': 'Cr 2.50' });
  });

  it('the buyer, with a voucher it bought before', () => {
    const source = { via: 'gateway', gatewayAccountId: ALI, fee: 0n } as const;
    const paid = payJournal({ ...base, idemKey: aliKey, amount: cny('27'), voucher: cny('3'), source });
    expect(tableOf(paid)).toEqual({ '1020 ALI': 'Dr 27.00', '2095': 'Dr 3.00', '2070': 'Cr 30.00' });
    const sold = voucherSaleJournal({ idemKey: aliKey, currency: 'CNY', amount: cny('3'), source });
    expect(tableOf(sold)).toEqual({ '1020 ALI': 'Dr 3.00', '2095': 'Cr 3.00' });
  });
});
