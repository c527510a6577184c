import type { ClaimId, DistributorId } from '@keyfall/contracts';
import { describe, expect, it } from 'vitest';
import {
  availableToWalletJournal,
  bonusOfWalletRefund,
  claimAcceptedJournal,
  debtWriteOffJournal,
  disputeFeeJournal,
  fulfilmentLossJournal,
  refundApproveJournal,
  refundConfirmJournal,
  refundFeeReturnJournal,
  releasable,
  releaseJournal,
  replacementJournal,
  restockJournal,
} from '../ledger/index.ts';
import type { RefundAmounts, RefundTarget } from '../ledger/index.ts';
import { tableOf } from '../ledger/testing/book.ts';
import { planGoodwill, planRefund } from './refund-plan.rules.ts';
import type { RefundPlan, RefundableLine } from './refund-plan.rules.ts';
import {
  ALI,
  BANK,
  L3,
  ORDER,
  REFUND,
  SUPPLIER_A,
  balancesOf,
  cny,
  deliveredLine,
  exampleLine,
  percentageLine,
} from './testing/example.ts';

const base = { refundId: REFUND, orderId: ORDER, currency: 'CNY' } as const;
const whole = [{ line: 1, delivered: 1, undelivered: 0 }];

function approve(amounts: RefundAmounts, target: RefundTarget = { to: 'payable' }) {
  return tableOf(refundApproveJournal({ ...base, ...amounts, target }));
}

/** The line as it stands after a refund was booked. */
function after(line: RefundableLine, plan: RefundPlan): RefundableLine {
  const [done] = plan.lines;
  const clawOf = (owner: DistributorId) => done!.returned.claws.find((claw) => claw.distributorId === owner)!;
  return {
    ...line,
    refundedCash: line.refundedCash + done!.returnedCash,
    promoReversed: line.promoReversed + done!.promoReversed,
    refundedDelivered: line.refundedDelivered + done!.deliveredUnits,
    earners: line.earners.map((earner) => ({
      ...earner,
      clawed: earner.clawed + clawOf(earner.distributorId).amount,
      clawedFromPending: earner.clawedFromPending + clawOf(earner.distributorId).fromPending,
    })),
  };
}

describe('money.md 1.3: hold to available', () => {
  const release = { releaseId: 'J1', distributorId: L3, currency: 'CNY' } as const;
  const amount = releasable({ amount: cny('4.00'), feeBorne: cny('0.18'), clawedFromPending: 0n });

  it('without debt', () => {
    const draft = releaseJournal({ ...release, amount, debt: 0n });
    expect(draft.idemKey).toBe('rel:J1');
    expect(tableOf(draft)).toEqual({ '2010 L3': 'Dr 3.82', '2020 L3': 'Cr 3.82' });
  });

  it('with debt of 3.18, and with more debt than income', () => {
    expect(tableOf(releaseJournal({ ...release, amount, debt: cny('3.18') }))).toEqual({
      '2010 L3': 'Dr 3.82',
      '1210 L3': 'Cr 3.18',
      '2020 L3': 'Cr 0.64',
    });
    expect(tableOf(releaseJournal({ ...release, amount, debt: cny('9.00') }))).toEqual({
      '2010 L3': 'Dr 3.82',
      '1210 L3': 'Cr 3.82',
    });
  });

  it('into the wallet by choice (decision 16)', () => {
    const moved = availableToWalletJournal({
      transferId: 'X',
      distributorId: L3,
      currency: 'CNY',
      amount: cny('3.00'),
    });
    expect(tableOf(moved)).toEqual({ '2020 L3': 'Dr 3.00', '2040 L3': 'Cr 3.00' });
  });
});

describe('money.md 1.4: refund and clawback', () => {
  it('in full, after release, when L3 has withdrawn all but 0.82', () => {
    const line = deliveredLine(exampleLine(), (owner) => ({ released: owner === L3 ? cny('4.00') : cny('2.00') }));
    const plan = planRefund([line], whole, balancesOf({ L1: '2.00', L2: '2.00', L3: '0.82' }));
    expect(approve(plan.amounts)).toEqual({
      '4010': 'Dr 22.00',
      '2020 L1': 'Dr 2.00',
      '2020 L2': 'Dr 2.00',
      '2020 L3': 'Dr 0.82',
      '1210 L3': 'Dr 3.18',
      '2060': 'Cr 30.00',
    });
  });

  it('in part, then the rest, exactly', () => {
    const line = deliveredLine(exampleLine(), (owner) => ({ released: owner === L3 ? cny('4.00') : 0n }));
    const first = planGoodwill([line], cny('10.00'), balancesOf({ L3: '0.64' }));
    expect(approve(first.amounts)).toEqual({
      '4010': 'Dr 7.32',
      '2010 L1': 'Dr 0.67',
      '2010 L2': 'Dr 0.67',
      '2020 L3': 'Dr 0.64',
      '1210 L3': 'Dr 0.70',
      '2060': 'Cr 10.00',
    });
    const second = planRefund([after(line, first)], whole, balancesOf({ L3: '0' }));
    expect(approve(second.amounts)).toEqual({
      '4010': 'Dr 14.68',
      '2010 L1': 'Dr 1.33',
      '2010 L2': 'Dr 1.33',
      '1210 L3': 'Dr 2.66',
      '2060': 'Cr 20.00',
    });
  });

  it('takes from pending only what is pending: a fee the seller bore comes from elsewhere (decision 14)', () => {
    const line = deliveredLine(exampleLine(), (owner) => ({ feeBorne: owner === L3 ? cny('0.18') : 0n }));
    const plan = planRefund([line], whole, balancesOf({ L3: '0.10' }));
    expect(approve(plan.amounts)).toMatchObject({ '2010 L3': 'Dr 3.82', '2020 L3': 'Dr 0.10', '1210 L3': 'Dr 0.08' });
  });

  it('is confirmed by the provider', () => {
    const confirmed = refundConfirmJournal({
      ...base,
      amount: cny('30.00'),
      target: { via: 'gateway', gatewayAccountId: ALI },
    });
    expect(confirmed.idemKey).toBe('refund:R1:confirm');
    expect(tableOf(confirmed)).toEqual({ '2060': 'Dr 30.00', '1020 ALI': 'Cr 30.00' });
    const byBank = refundConfirmJournal({
      ...base,
      amount: cny('30.00'),
      target: { via: 'bank', bankAccountId: BANK },
    });
    expect(tableOf(byBank)).toEqual({ '2060': 'Dr 30.00', '1010 BANK': 'Cr 30.00' });
  });

  it('loses revealed codes, re-stocks unseen ones', () => {
    expect(tableOf(fulfilmentLossJournal({ ...base, cost: cny('20') }))).toEqual({
      '5050': 'Dr 20.00',
      '5010': 'Cr 20.00',
    });
    expect(tableOf(restockJournal({ ...base, cost: cny('20') }))).toEqual({ '1110': 'Dr 20.00', '5010': 'Cr 20.00' });
  });

  it('gets an accepted claim from where the cost was booked (decision 16)', () => {
    const claim = {
      claimId: 'C1' as ClaimId,
      orderId: ORDER,
      supplierId: SUPPLIER_A,
      currency: 'CNY',
      cost: cny('20'),
    } as const;
    expect(tableOf(claimAcceptedJournal({ ...claim, bookedAsLoss: false }))).toEqual({
      '1140 A': 'Dr 20.00',
      '5010': 'Cr 20.00',
    });
    expect(tableOf(claimAcceptedJournal({ ...claim, bookedAsLoss: true }))).toEqual({
      '1140 A': 'Dr 20.00',
      '5050': 'Cr 20.00',
    });
    expect(tableOf(replacementJournal(claim))).toEqual({ '5050': 'Dr 20.00', '1110': 'Cr 20.00' });
  });

  it('gives the seller a fee back that the gateway returned', () => {
    const fee = { ...base, gatewayAccountId: ALI, fee: cny('0.18') } as const;
    expect(tableOf(refundFeeReturnJournal({ ...fee, seller: null }))).toEqual({
      '1020 ALI': 'Dr 0.18',
      '5020': 'Cr 0.18',
    });
    const seller = { distributorId: L3, amount: cny('0.18') } as const;
    expect(tableOf(refundFeeReturnJournal({ ...fee, seller: { ...seller, into: 'pending' } }))).toEqual({
      '1020 ALI': 'Dr 0.18',
      '5020': 'Cr 0.18',
      '4030': 'Dr 0.18',
      '2010 L3': 'Cr 0.18',
    });
    expect(
      tableOf(refundFeeReturnJournal({ ...fee, seller: { ...seller, into: 'available', debt: cny('0.05') } })),
    ).toMatchObject({ '4030': 'Dr 0.18', '1210 L3': 'Cr 0.05', '2020 L3': 'Cr 0.13' });
  });

  it('writes debt off', () => {
    const draft = debtWriteOffJournal({ writeOffId: 'X', distributorId: L3, currency: 'CNY', amount: cny('3.18') });
    expect(tableOf(draft)).toEqual({ '5060': 'Dr 3.18', '1210 L3': 'Cr 3.18' });
  });
});

describe('decisions 15 and 16: other refunds', () => {
  it('the percentage model in full', () => {
    const plan = planRefund([deliveredLine(percentageLine())], whole, balancesOf({}));
    expect(approve(plan.amounts)).toEqual({
      '4010': 'Dr 30.00',
      '2010 L3': 'Dr 3.00',
      '2010 L2': 'Dr 1.20',
      '2010 L1': 'Dr 0.60',
      '2060': 'Cr 30.00',
      '5040': 'Cr 4.80',
    });
  });

  it('a chargeback lost, and its fee', () => {
    const plan = planRefund([deliveredLine(exampleLine())], whole, balancesOf({}));
    const draft = refundApproveJournal({
      ...base,
      ...plan.amounts,
      target: { to: 'chargeback', gatewayAccountId: ALI },
    });
    expect(draft).toMatchObject({ idemKey: 'chargeback:R1', kind: 'chargeback' });
    expect(tableOf(draft)).toEqual({
      '4010': 'Dr 22.00',
      '2010 L1': 'Dr 2.00',
      '2010 L2': 'Dr 2.00',
      '2010 L3': 'Dr 4.00',
      '1020 ALI': 'Cr 30.00',
    });
    const fee = disputeFeeJournal({ ...base, gatewayAccountId: ALI, fee: cny('15.00') });
    expect(tableOf(fee)).toEqual({ '5090': 'Dr 15.00', '1020 ALI': 'Cr 15.00' });
  });

  it('into a wallet: final at approval, cash first', () => {
    const plan = planRefund([deliveredLine(exampleLine())], whole, balancesOf({}));
    expect(approve(plan.amounts, { to: 'wallet', distributorId: L3, bonus: cny('12.00') })).toMatchObject({
      '2040 L3': 'Cr 18.00',
      '2041 L3': 'Cr 12.00',
    });
    const bonusOf = (before: string, refund: string) =>
      bonusOfWalletRefund({ cashPaid: cny('18'), refundedBefore: cny(before), refund: cny(refund) });
    expect([bonusOf('0', '10'), bonusOf('10', '10'), bonusOf('20', '10')]).toEqual([0n, 200n, 1000n]);
  });

  it('undelivered goods: out of what was deferred, nobody is clawed (1.9)', () => {
    const line = { ...deliveredLine(exampleLine()), delivered: 0 };
    const plan = planRefund([line], [{ line: 1, delivered: 0, undelivered: 1 }], balancesOf({}));
    expect(approve(plan.amounts)).toEqual({ '2070': 'Dr 30.00', '2060': 'Cr 30.00' });
  });

  it('a couponed order gives back cash only (1.10)', () => {
    const line = deliveredLine(exampleLine({ promo: '3.00' }));
    const plan = planRefund([line], whole, balancesOf({}));
    expect(approve(plan.amounts)).toEqual({
      '4010': 'Dr 22.00',
      '2010 L1': 'Dr 2.00',
      '2010 L2': 'Dr 2.00',
      '2010 L3': 'Dr 4.00',
      '5030': 'Cr 3.00',
      '2060': 'Cr 27.00',
    });
    const undelivered = planRefund(
      [{ ...line, delivered: 0 }],
      [{ line: 1, delivered: 0, undelivered: 1 }],
      balancesOf({}),
    );
    expect(approve(undelivered.amounts)).toEqual({ '2070': 'Dr 30.00', '5030': 'Cr 3.00', '2060': 'Cr 27.00' });
  });
});
