import type {
  BankAccountId,
  BatchId,
  CryptoWalletId,
  DistributorId,
  GatewayAccountId,
  OrderId,
  ReceiptId,
  RefundId,
  SupplierId,
  TopUpId,
  WithdrawalId,
} from '@keyfall/contracts';
import { parseMinor } from '@keyfall/money';
import { describe, expect, it } from 'vitest';
import { credit, debit } from '../journal.rules.ts';
import * as post from '../postings.rules.ts';
import { Book, tableOf } from '../testing/book.ts';

const cny = (text: string): bigint => parseMinor(text, 'CNY');
const L3 = 'L3' as DistributorId;
const ALI = 'ALI' as GatewayAccountId;
const BANK = 'BANK' as BankAccountId;
const A = 'A' as SupplierId;
const orderId = 'O1' as OrderId;
const currency = 'CNY' as const;

describe('money.md 1.5: a withdrawal of 3.00, fee 0.50, rail cost 0.10', () => {
  const given = {
    withdrawalId: 'W1' as WithdrawalId,
    distributorId: L3,
    currency,
    amount: cny('3.00'),
    source: 'income',
  } as const;
  const paid = { ...given, bankAccountId: BANK, fee: cny('0.50'), taxWithheld: 0n };

  it('request, submit, paid, cost', () => {
    expect(post.withdrawalRequestJournal(given).idemKey).toBe('wd:W1:req');
    expect(tableOf(post.withdrawalRequestJournal(given))).toEqual({ '2020 L3': 'Dr 3.00', '2030 L3': 'Cr 3.00' });
    expect(post.withdrawalSubmitJournal(given).idemKey).toBe('wd:W1:send');
    expect(tableOf(post.withdrawalSubmitJournal(given))).toEqual({ '2030 L3': 'Dr 3.00', '2050': 'Cr 3.00' });
    expect(tableOf(post.withdrawalPaidJournal(paid))).toEqual({
      '2050': 'Dr 3.00',
      '1010 BANK': 'Cr 2.50',
      '4020': 'Cr 0.50',
    });
    const cost = post.withdrawalCostJournal({ ...given, bankAccountId: BANK, cost: cny('0.10') });
    expect(tableOf(cost)).toEqual({ '5080': 'Dr 0.10', '1010 BANK': 'Cr 0.10' });
  });

  it('rejected or cancelled, failed, returned by the bank', () => {
    expect(tableOf(post.withdrawalCancelJournal({ ...given, debt: 0n }))).toEqual({
      '2030 L3': 'Dr 3.00',
      '2020 L3': 'Cr 3.00',
    });
    expect(tableOf(post.withdrawalFailedJournal({ ...given, debt: 0n }))).toEqual({
      '2050': 'Dr 3.00',
      '2020 L3': 'Cr 3.00',
    });
    expect(tableOf(post.withdrawalReturnedJournal({ ...paid, debt: 0n }))).toEqual({
      '1010 BANK': 'Dr 2.50',
      '4020': 'Dr 0.50',
      '2020 L3': 'Cr 3.00',
    });
  });

  it('pays debt first whenever it comes back (decision 17)', () => {
    for (const draft of [
      post.withdrawalCancelJournal({ ...given, debt: cny('1.00') }),
      post.withdrawalFailedJournal({ ...given, debt: cny('1.00') }),
      post.withdrawalReturnedJournal({ ...paid, debt: cny('1.00') }),
    ]) {
      expect(tableOf(draft)).toMatchObject({ '1210 L3': 'Cr 1.00', '2020 L3': 'Cr 2.00' });
    }
  });

  it('withholds tax (decision 16) and refuses to pay out nothing', () => {
    const taxed = { ...paid, taxWithheld: cny('0.40') };
    expect(tableOf(post.withdrawalPaidJournal(taxed))).toEqual({
      '2050': 'Dr 3.00',
      '1010 BANK': 'Cr 2.10',
      '4020': 'Cr 0.50',
      '2092': 'Cr 0.40',
    });
    expect(tableOf(post.withdrawalReturnedJournal({ ...taxed, debt: 0n }))).toMatchObject({ '2092': 'Dr 0.40' });
    expect(() => post.payoutOf({ ...taxed, fee: cny('2.60') })).toThrow(/nothing to pay out/);
  });

  it('lets the whole balance be requested once only', () => {
    const book = new Book('CNY');
    book.open('2020', L3, '3.00');
    book.post(post.withdrawalRequestJournal(given));
    const again = post.withdrawalRequestJournal({ ...given, withdrawalId: 'W2' as WithdrawalId });
    expect(() => book.post(again)).toThrow(/floor/);
  });
});

describe('money.md 1.6: the wallet', () => {
  const topUp = { distributorId: L3, currency, amount: cny('1000.00') } as const;

  it('is topped up through a gateway whose fee the platform bears', () => {
    const source = { via: 'gateway', gatewayAccountId: ALI, fee: cny('6.00') } as const;
    const idemKey = post.receiptKey({ gatewayAccountId: ALI, transaction: 'T9' });
    expect(tableOf(post.topUpJournal({ ...topUp, idemKey, source }))).toEqual({
      '1020 ALI': 'Dr 994.00',
      '5020': 'Dr 6.00',
      '2040 L3': 'Cr 1000.00',
    });
  });

  it('gets a bonus, and bank transfers', () => {
    const bonus = post.topUpBonusJournal({ ...topUp, topUpId: 'U1' as TopUpId, bonus: cny('50.00') });
    expect(tableOf(bonus)).toEqual({ '5030': 'Dr 50.00', '2041 L3': 'Cr 50.00' });
    const bank = post.topUpJournal({
      ...topUp,
      idemKey: post.bankLineKey(BANK, 'LINE-1'),
      source: { via: 'bank', bankAccountId: BANK },
    });
    expect(tableOf(bank)).toEqual({ '1010 BANK': 'Dr 1000.00', '2040 L3': 'Cr 1000.00' });
  });

  it('loses a top-up that was charged back when part of it is spent', () => {
    const reversal = { ...topUp, topUpId: 'U1' as TopUpId };
    const by = { chargeback: ALI };
    expect(tableOf(post.topUpReversalJournal({ ...reversal, walletBalance: cny('300'), by }))).toEqual({
      '2040 L3': 'Dr 300.00',
      '1210 L3': 'Dr 700.00',
      '1020 ALI': 'Cr 1000.00',
    });
    expect(tableOf(post.topUpReversalJournal({ ...reversal, walletBalance: -cny('20'), by: 'refund' }))).toEqual({
      '1210 L3': 'Dr 1000.00',
      '2060': 'Cr 1000.00',
    });
    expect(tableOf(post.topUpReversalJournal({ ...reversal, walletBalance: cny('5000'), by: 'refund' }))).toEqual({
      '2040 L3': 'Dr 1000.00',
      '2060': 'Cr 1000.00',
    });
  });

  it('is paid back to its source (decision 16)', () => {
    const back = post.walletPayBackJournal({
      refundId: 'R1' as RefundId,
      distributorId: L3,
      currency,
      amount: cny('80'),
    });
    expect(tableOf(back)).toEqual({ '2045 L3': 'Dr 80.00', '2060': 'Cr 80.00' });
    const payBack = { payBackId: 'P1', distributorId: L3, currency, amount: cny('80') };
    const held = { '2040 L3': 'Dr 80.00', '2045 L3': 'Cr 80.00' };
    expect(tableOf(post.walletPayBackHoldJournal(payBack))).toEqual(held);
    expect(tableOf(post.walletPayBackCancelJournal(payBack))).toEqual({ '2045 L3': 'Dr 80.00', '2040 L3': 'Cr 80.00' });
    const bonus = { ...payBack, bonus: cny('4') };
    const taken = { '2041 L3': 'Dr 4.00', '5030': 'Cr 4.00' };
    expect(tableOf(post.walletPayBackBonusJournal({ ...bonus, direction: 'taken' }))).toEqual(taken);
    const again = { '5030': 'Dr 4.00', '2041 L3': 'Cr 4.00' };
    expect(tableOf(post.walletPayBackBonusJournal({ ...bonus, direction: 'given_again' }))).toEqual(again);
  });

  it('goes to a bank like a withdrawal, and comes back into the wallet whatever is owed', () => {
    const withdrawalId = 'W9' as WithdrawalId;
    const given = { withdrawalId, distributorId: L3, currency, amount: cny('80'), source: 'wallet' } as const;
    expect(tableOf(post.withdrawalRequestJournal(given))).toEqual({ '2040 L3': 'Dr 80.00', '2045 L3': 'Cr 80.00' });
    expect(tableOf(post.withdrawalSubmitJournal(given))).toEqual({ '2045 L3': 'Dr 80.00', '2050': 'Cr 80.00' });
    const back = { '2050': 'Dr 80.00', '2040 L3': 'Cr 80.00' };
    expect(tableOf(post.withdrawalFailedJournal({ ...given, debt: cny('5') }))).toEqual(back);
  });
});

describe('a distributor is closed', () => {
  const head = { settlementId: 'S1', distributorId: L3, currency } as const;

  it('what it owes is repaid with what it has', () => {
    const none = { debtByIncome: 0n, debtByCash: 0n, creditByIncome: 0n };
    expect(
      tableOf(post.closingOffsetJournal({ ...head, ...none, debtByIncome: cny('1'), debtByCash: cny('2') })),
    ).toEqual({ '2020 L3': 'Dr 1.00', '2040 L3': 'Dr 2.00', '1210 L3': 'Cr 3.00' });
    expect(tableOf(post.closingOffsetJournal({ ...head, ...none, creditByIncome: cny('4') }))).toEqual({
      '2020 L3': 'Dr 4.00',
      '2040 L3': 'Cr 4.00',
    });
  });

  it('the rest is lost, lapses or is paid, tax on income withheld', () => {
    const lost = post.closingCreditJournal({ ...head, amount: cny('7') });
    expect(tableOf(lost)).toEqual({ '5060': 'Dr 7.00', '2040 L3': 'Cr 7.00' });
    const lapsed = post.closingBonusJournal({ ...head, bonus: cny('3') });
    expect(tableOf(lapsed)).toEqual({ '2041 L3': 'Dr 3.00', '4040': 'Cr 3.00' });
    const parts = { income: cny('10'), cash: cny('5'), taxWithheld: cny('2') };
    expect(tableOf(post.closingPayoutJournal({ ...head, ...parts, bankAccountId: BANK }))).toEqual({
      '2020 L3': 'Dr 10.00',
      '2040 L3': 'Dr 5.00',
      '1010 BANK': 'Cr 13.00',
      '2092': 'Cr 2.00',
    });
  });
});

describe('decisions 16: stock', () => {
  it('comes in by file, is paid, is lost', () => {
    const batch = { batchId: 'B1' as BatchId, supplierId: A, currency } as const;
    expect(tableOf(post.stockImportJournal({ ...batch, cost: cny('2000') }))).toEqual({
      '1110': 'Dr 2000.00',
      '2110 A': 'Cr 2000.00',
    });
    expect(post.stockImportJournal({ ...batch, cost: 0n })).toMatchObject({ idemKey: 'import:B1', lines: [] });
    const payment = post.supplierPaymentJournal({
      paymentId: 'P',
      supplierId: A,
      bankAccountId: BANK,
      currency,
      amount: cny('2000'),
    });
    expect(tableOf(payment)).toEqual({ '2110 A': 'Dr 2000.00', '1010 BANK': 'Cr 2000.00' });
    expect(tableOf(post.stockLossJournal({ lossId: 'V1', currency, cost: cny('40') }))).toEqual({
      '5055': 'Dr 40.00',
      '1110': 'Cr 40.00',
    });
  });
});

describe('decisions 16: late, double and wrong money', () => {
  const idemKey = post.receiptKey({ gatewayAccountId: ALI, transaction: 'T2' });
  const money = { orderId, currency, amount: cny('30.00') } as const;
  const source = { via: 'gateway', gatewayAccountId: ALI, fee: cny('0.18') } as const;
  const received = post.suspenseReceiveJournal({ ...money, idemKey, source });

  it('waits in suspense, and cannot be booked as a payment too', () => {
    expect(tableOf(received)).toEqual({ '1020 ALI': 'Dr 29.82', '5020': 'Dr 0.18', '2080': 'Cr 30.00' });
    const book = new Book('CNY');
    book.post(received);
    expect(() => book.post(post.payJournal({ ...money, idemKey, source }))).toThrow(/another journal/);
  });

  it('is sent back', () => {
    const refundId = 'R1' as RefundId;
    expect(tableOf(post.suspenseReturnJournal({ ...money, refundId }))).toEqual({
      '2080': 'Dr 30.00',
      '2060': 'Cr 30.00',
    });
    const target = { via: 'gateway', gatewayAccountId: ALI } as const;
    expect(tableOf(post.refundConfirmJournal({ ...money, refundId, target }))).toEqual({
      '2060': 'Dr 30.00',
      '1020 ALI': 'Cr 30.00',
    });
  });

  it('or applied to the order that opened again', () => {
    const receiptId = 'T2' as ReceiptId;
    expect(tableOf(post.suspenseApplyJournal({ ...money, receiptId }))).toEqual({
      '2080': 'Dr 30.00',
      '2070': 'Cr 30.00',
    });
    expect(tableOf(post.suspenseApplyJournal({ ...money, receiptId, amount: cny('27'), promo: cny('3') }))).toEqual({
      '2080': 'Dr 27.00',
      '5030': 'Dr 3.00',
      '2070': 'Cr 30.00',
    });
  });
});

describe('settlement and other currencies', () => {
  it('a gateway’s bill empties the clearing account', () => {
    const bill = { gatewayAccountId: ALI, bankAccountId: BANK, bankLine: 'LINE-2', currency } as const;
    expect(tableOf(post.settlementJournal({ ...bill, net: cny('29.80'), feeDifference: cny('0.02') }))).toEqual({
      '1010 BANK': 'Dr 29.80',
      '5020': 'Dr 0.02',
      '1020 ALI': 'Cr 29.82',
    });
  });

  it('crypto comes to its own account', () => {
    const source = { via: 'crypto', walletId: 'TRON' as CryptoWalletId, fee: 0n } as const;
    const paid = post.payJournal({ orderId, currency: 'USDT', idemKey: 'pay:TRON:0xabc', amount: 4_150_000n, source });
    expect(tableOf(paid)).toEqual({ '1030 TRON': 'Dr 4.150000', '2070': 'Cr 4.150000' });
  });

  it('an exchange is two journals that meet in the position (1.11)', () => {
    const [out, into] = post.fxJournals({
      exchangeId: 'X',
      given: { currency: 'CNY', lines: [credit('1010', cny('720.00'), BANK)] },
      taken: { currency: 'USD', lines: [debit('1120', 10_000n, A)] },
    });
    expect([out.currency, tableOf(out)]).toEqual(['CNY', { '3090': 'Dr 720.00', '1010 BANK': 'Cr 720.00' }]);
    expect([into.currency, tableOf(into)]).toEqual(['USD', { '1120 A': 'Dr 100.00', '3090': 'Cr 100.00' }]);
    // What the changer keeps is a line of its own, so that the rate stays visible.
    const [spread] = post.fxJournals({
      exchangeId: 'Y',
      given: { currency: 'CNY', lines: [credit('1010', cny('720.00'), BANK), debit('5070', cny('1.50'))] },
      taken: { currency: 'USD', lines: [debit('1120', 10_000n, A)] },
    });
    expect(tableOf(spread)).toEqual({ '3090': 'Dr 718.50', '5070': 'Dr 1.50', '1010 BANK': 'Cr 720.00' });
    const same = { currency: 'CNY', lines: [] } as const;
    expect(() => post.fxJournals({ exchangeId: 'X', given: same, taken: same })).toThrow(/two currencies/);
  });
});

describe('templates', () => {
  it('refuse amounts below zero, which would swap debit and credit', () => {
    const cost = -1n;
    const good = { orderId, currency, refundId: 'R' as RefundId, cost };
    expect(() => post.cogsJournal(good)).toThrow(/below zero/);
    expect(() => post.restockJournal(good)).toThrow(/below zero/);
    expect(() => post.stockLossJournal({ ...good, lossId: 'X' })).toThrow(/below zero/);
    expect(() => post.releaseJournal({ releaseId: 'X', distributorId: L3, currency, amount: -1n, debt: 0n })).toThrow(
      /below zero/,
    );
  });

  it('refuse parts that do not add up', () => {
    const part = {
      model: 'price_difference',
      gross: 10n,
      house: 5n,
      shares: [{ distributorId: L3, amount: 4n }],
    } as const;
    expect(() => post.deliverJournal({ orderId, currency, parts: [part] })).toThrow(/not the whole part/);
  });
});
