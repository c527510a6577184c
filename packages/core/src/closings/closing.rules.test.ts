import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planClosing } from './closing.rules.ts';

const terms = { offsetsWallet: true, taxRate: '0' };
const nothing = { available: 0n, cash: 0n, bonus: 0n, debt: 0n };

describe('what becomes of what is left', () => {
  it('pays out income less its tax, and cash whole; bonus lapses', () => {
    const left = { ...nothing, available: 1_000n, cash: 500n, bonus: 70n };
    expect(planClosing(left, { ...terms, taxRate: '20' })).toMatchObject({
      income: 1_000n,
      cash: 500n,
      taxWithheld: 200n,
      net: 1_300n,
      bonusLapsed: 70n,
    });
  });

  it('repays debt out of income, then out of cash if that was agreed, and gives the rest up', () => {
    const left = { ...nothing, available: 100n, cash: 50n, debt: 180n };
    expect(planClosing(left, terms)).toMatchObject({
      debtByIncome: 100n,
      debtByCash: 50n,
      debtWrittenOff: 30n,
      net: 0n,
    });
    expect(planClosing(left, { ...terms, offsetsWallet: false })).toMatchObject({
      debtByIncome: 100n,
      debtByCash: 0n,
      debtWrittenOff: 80n,
      cash: 50n,
      net: 50n,
    });
  });

  it('repays drawn credit out of income and gives the rest up', () => {
    expect(planClosing({ ...nothing, available: 30n, cash: -100n }, terms)).toMatchObject({
      creditByIncome: 30n,
      creditWrittenOff: 70n,
      income: 0n,
      net: 0n,
    });
  });

  it('names every unit once, whatever is left', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(
        fc.record({
          available: amount,
          cash: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
          bonus: amount,
          debt: amount,
        }),
        fc.boolean(),
        fc.integer({ min: 0, max: 99 }),
        (left, offsetsWallet, rate) => {
          const plan = planClosing(left, { offsetsWallet, taxRate: String(rate) });
          for (const part of Object.values(plan)) expect(part >= 0n).toBe(true);
          expect(plan.debtByIncome + plan.creditByIncome + plan.income).toBe(left.available);
          expect(plan.cash + plan.debtByCash - plan.creditByIncome - plan.creditWrittenOff).toBe(left.cash);
          expect(plan.debtByIncome + plan.debtByCash + plan.debtWrittenOff).toBe(left.debt);
          expect(plan.net + plan.taxWithheld).toBe(plan.income + plan.cash);
          expect(plan.taxWithheld <= plan.income).toBe(true);
        },
      ),
    );
  });
});
