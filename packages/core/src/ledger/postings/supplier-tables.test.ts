import type {
  BankAccountId,
  BatchId,
  DistributorId,
  GatewayAccountId,
  OrderId,
  SupplierId,
  SupplierRequestId,
} from '@keyfall/contracts';
import { parseMinor } from '@keyfall/money';
import { describe, expect, it } from 'vitest';
import * as post from '../postings.rules.ts';
import { Book, tableOf } from '../testing/book.ts';

const cny = (text: string): bigint => parseMinor(text, 'CNY');
const L3 = 'L3' as DistributorId;
const ALI = 'ALI' as GatewayAccountId;
const BANK = 'BANK' as BankAccountId;
const A = 'A' as SupplierId;
const B = 'B' as SupplierId;
const orderId = 'O1' as OrderId;
const currency = 'CNY' as const;

describe('money.md 1.9: a dearer supplier delivers', () => {
  it('the levels earn what they were promised and the platform 1.50 instead of 2.00', () => {
    const given = { orderId, currency } as const;
    const source = { via: 'gateway', gatewayAccountId: ALI, fee: 0n } as const;
    const idemKey = post.receiptKey({ gatewayAccountId: ALI, transaction: 'T1' });
    const request = { requestId: 'S2' as SupplierRequestId, supplierId: B, cost: cny('20.50'), ...given };
    const shares = [
      { distributorId: 'L1' as DistributorId, amount: cny('2') },
      { distributorId: 'L2' as DistributorId, amount: cny('2') },
      { distributorId: L3, amount: cny('4') },
    ];
    const part = { model: 'price_difference', gross: cny('30'), house: cny('22'), shares } as const;
    const book = new Book('CNY');
    for (const draft of [
      post.payJournal({ ...given, idemKey, amount: cny('30'), source }),
      post.supplierSendJournal(request),
      post.supplierSuccessJournal(request),
      post.deliverJournal({ ...given, parts: [part] }),
    ])
      book.post(draft);
    expect(book.total('4010') - book.total('5010')).toBe(cny('1.50'));
    expect(shares.map(({ distributorId }) => book.balance('2010', distributorId))).toEqual([200n, 200n, 400n]);
    expect(book.total('2070')).toBe(0n);
  });
});

describe('money.md 1.8 and 1.9: suppliers', () => {
  const request = (id: string, supplierId: SupplierId, cost: string) =>
    ({ requestId: id as SupplierRequestId, orderId, supplierId, currency, cost: cny(cost) }) as const;

  it('float, stock and API top-ups', () => {
    const float = post.floatTopUpJournal({
      paymentId: 'P',
      supplierId: A,
      bankAccountId: BANK,
      currency,
      amount: cny('10000'),
    });
    expect(tableOf(float)).toEqual({ '1120 A': 'Dr 10000.00', '1010 BANK': 'Cr 10000.00' });
    const buy = post.stockPurchaseJournal({ batchId: 'B1' as BatchId, supplierId: A, currency, cost: cny('2000') });
    expect(tableOf(buy)).toEqual({ '1110': 'Dr 2000.00', '1120 A': 'Cr 2000.00' });
    const one = request('S1', A, '20.00');
    expect(tableOf(post.supplierSendJournal(one))).toEqual({ '1130 A': 'Dr 20.00', '1120 A': 'Cr 20.00' });
    expect(tableOf(post.supplierSuccessJournal(one))).toEqual({ '5010': 'Dr 20.00', '1130 A': 'Cr 20.00' });
    expect(tableOf(post.supplierFailureJournal(one))).toEqual({ '1120 A': 'Dr 20.00', '1130 A': 'Cr 20.00' });
  });

  it('differences to the supplier’s statement', () => {
    const { cost: _cost, ...one } = request('S1', A, '0');
    const price = post.supplierPriceDifferenceJournal({ ...one, difference: cny('0.50') });
    expect(tableOf(price)).toEqual({ '5010': 'Dr 0.50', '1120 A': 'Cr 0.50' });
    const float = { reconciliationId: 'X', supplierId: A, currency, missing: cny('7.00') } as const;
    expect(tableOf(post.floatDifferenceJournal({ ...float, as: 'claim' }))).toEqual({
      '1140 A': 'Dr 7.00',
      '1120 A': 'Cr 7.00',
    });
    expect(tableOf(post.floatDifferenceJournal({ ...float, missing: -cny('7.00'), as: 'difference' }))).toEqual({
      '5070': 'Cr 7.00',
      '1120 A': 'Dr 7.00',
    });
  });

  it('A fails, B delivers at 20.50: 0.50 less for the platform; A charges late after all', () => {
    const [first, second] = [request('S1', A, '20.00'), request('S2', B, '20.50')];
    const book = new Book('CNY');
    for (const draft of [
      post.supplierSendJournal(first),
      post.supplierFailureJournal(first),
      post.supplierSendJournal(second),
      post.supplierSuccessJournal(second),
    ]) {
      book.post(draft);
    }
    expect([book.balance('5010'), book.balance('1130', A), book.balance('1130', B), book.balance('1120', A)]).toEqual([
      2050n,
      0n,
      0n,
      0n,
    ]);
    expect(tableOf(post.supplierLateSuccessJournal(first))).toEqual({ '5050': 'Dr 20.00', '1120 A': 'Cr 20.00' });
  });
});
