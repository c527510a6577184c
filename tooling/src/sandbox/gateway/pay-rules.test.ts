import { describe, expect, it } from 'vitest';
import { PAY_MODES, planPay, wrongAmountOf } from './pay-rules.ts';
import type { PaymentState } from './pay-rules.ts';

const payment = (state: PaymentState) => ({ state, amount: 3000n, currency: 'CNY' });

describe('planPay', () => {
  it.each([
    ['pending', 'exact', 'captured 3000'],
    ['pending', 'wrong_amount', 'captured 2900'],
    ['pending', 'twice', 'captured 3000 3000'],
    ['pending', 'fail', 'declined'],
    ['pending', 'cancel', 'cancelled'],
    ['pending', 'late', 'captured after closing 3000'],
    ['captured', 'exact', 'already_captured'],
    ['captured', 'wrong_amount', 'already_captured'],
    ['captured', 'twice', 'captured 3000'],
    ['captured', 'fail', 'already_captured'],
    ['captured', 'cancel', 'already_captured'],
    ['captured', 'late', 'already_captured'],
    ['closed', 'exact', 'payment_closed'],
    ['closed', 'wrong_amount', 'payment_closed'],
    ['closed', 'twice', 'payment_closed'],
    ['closed', 'fail', 'payment_closed'],
    ['closed', 'cancel', 'payment_closed'],
    ['closed', 'late', 'captured 3000'],
  ] as const)('%s + %s → %s', (state, mode, expected) => {
    const plan = planPay(payment(state), mode);
    const captured =
      plan.kind === 'captured'
        ? ['captured', ...(plan.closeFirst ? ['after closing'] : []), ...plan.captures.map((c) => c.amount)].join(' ')
        : '';
    expect(plan.kind === 'captured' ? captured : plan.kind === 'refused' ? plan.code : plan.kind).toBe(expected);
  });

  it('takes amount and currency of the wrong payment as given', () => {
    const plan = planPay(payment('pending'), 'wrong_amount', { amount: 1n, currency: 'USD' });
    expect(plan).toMatchObject({ captures: [{ amount: 1n, currency: 'USD' }] });
  });

  it.each(PAY_MODES.filter((mode) => mode !== 'wrong_amount'))('ignores a wrong amount when the mode is %s', (mode) => {
    const plan = planPay(payment('pending'), mode, { amount: 1n });
    const amounts = plan.kind === 'captured' ? plan.captures.map((capture) => capture.amount) : [];
    expect(amounts.filter((amount) => amount !== 3000n)).toEqual([]);
  });

  it.each([1n, 100n, 101n, 3000n])('makes of %d another amount above zero', (amount) => {
    expect(wrongAmountOf(amount)).not.toBe(amount);
    expect(wrongAmountOf(amount) > 0n).toBe(true);
  });
});
