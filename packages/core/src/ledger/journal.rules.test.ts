import type { DistributorId, OrderId, SupplierId } from '@keyfall/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../errors.ts';
import { ACCOUNT_CODES, CHART, accountSpecOf, onNormalSide } from './chart.rules.ts';
import { planClaws } from './claw.rules.ts';
import { combineJournals, credit, debit, draftJournal, isEmptyJournal, reverseJournal } from './journal.rules.ts';
import { availableLines, receiptKey } from './postings.rules.ts';
import { Book, tableOf } from './testing/book.ts';

const L1 = 'L1' as DistributorId;
const L2 = 'L2' as DistributorId;
const head = { idemKey: 'test:1', kind: 'adjustment', currency: 'CNY' } as const;

describe('the chart', () => {
  it('has floors only where somebody can spend, and those accounts are strong', () => {
    const strong = ACCOUNT_CODES.filter((code) => accountSpecOf(code).mode === 'strong');
    expect(strong).toEqual(['1120', '1210', '2020', '2030', '2040', '2041', '2045']);
    const floored = ACCOUNT_CODES.filter((code) => accountSpecOf(code).floor !== null);
    expect(floored).toEqual(['1210', '2020', '2030', '2040', '2041', '2045']);
    expect(accountSpecOf('2040').floor).toBe('credit');
  });

  it('gives every account the side of its type, but for the allowance', () => {
    const odd = ACCOUNT_CODES.filter((code) => {
      const { type, normalSide } = accountSpecOf(code);
      return (type === 'asset' || type === 'expense') !== (normalSide === 'D');
    });
    expect(odd).toEqual(['1290']);
    expect(Object.keys(CHART)).toHaveLength(39);
    expect(onNormalSide('2020', -5n)).toBe(5n);
    expect(onNormalSide('1010', -5n)).toBe(-5n);
  });

  it('names each account once', () => {
    expect(new Set(ACCOUNT_CODES.map((code) => accountSpecOf(code).name)).size).toBe(ACCOUNT_CODES.length);
  });
});

describe('draftJournal', () => {
  it('joins lines of one account and drops what came to nothing', () => {
    const draft = draftJournal(head, [
      debit('2070', 100n),
      credit('2010', 30n, L1),
      credit('2010', 40n, L1),
      credit('2070', 100n),
      debit('5010', 70n),
    ]);
    expect(tableOf(draft)).toEqual({ '2010 L1': 'Cr 0.70', '5010': 'Dr 0.70' });
    expect(isEmptyJournal(draftJournal(head, [debit('5010', 0n)]))).toBe(true);
  });

  it('refuses what does not balance, and wrong owners', () => {
    expect(() => draftJournal(head, [debit('5010', 1n)])).toThrow(InvariantError);
    expect(() => draftJournal(head, [{ code: '2010', ownerId: null, amount: 0n }])).toThrow(/wrong owner/);
    expect(() => draftJournal(head, [{ code: '5010', ownerId: 'L1', amount: 0n }])).toThrow(/wrong owner/);
    expect(() => draftJournal({ ...head, idemKey: 'x'.repeat(201) }, [])).toThrow(/200/);
    expect(() => draftJournal(head, [debit('5010', 2n ** 63n), credit('1110', 2n ** 63n)])).toThrow(/64 bits/);
  });

  it('takes owners of the account’s own kind only', () => {
    const supplier = 'A' as SupplierId;
    // @ts-expect-error a supplier holds no commission
    expect(credit('2010', 1n, supplier).ownerId).toBe('A');
    // @ts-expect-error the platform's accounts have no owner
    expect(credit('4010', 1n, L1).ownerId).toBe('L1');
    expect(debit('1120', 1n, supplier)).toEqual({ code: '1120', ownerId: 'A', amount: 1n });
  });

  it('is undone exactly by its reverse', () => {
    const draft = draftJournal({ ...head, orderId: 'O' as OrderId }, [debit('5010', 70n), credit('1110', 70n)]);
    expect(combineJournals(head, [draft, reverseJournal(draft)]).lines).toEqual([]);
    expect(reverseJournal(draft)).toMatchObject({ idemKey: 'rev:test:1', kind: 'reversal', orderId: 'O' });
  });

  it('combines journals of one currency only', () => {
    const yen = draftJournal({ ...head, currency: 'JPY' }, []);
    expect(() => combineJournals(head, [yen])).toThrow(/currency/);
  });
});

describe('receiptKey', () => {
  it('tells money apart by account and the provider’s transaction', () => {
    expect(receiptKey({ gatewayAccountId: 'ALI' as never, transaction: 'T1' })).toBe('pay:ALI:T1');
    expect(receiptKey({ walletOrderId: 'O1' as OrderId })).toBe('pay:WALLET:O1');
  });
});

describe('money becoming available', () => {
  it('first repays debt, to the unit', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(amount, amount, (given, debt) => {
        const [repaid, available] = availableLines(L1, given, debt);
        expect(repaid!.amount + available!.amount).toBe(-given);
        expect(-repaid!.amount <= debt).toBe(true);
        expect(available!.amount < 0n && -repaid!.amount < debt).toBe(false);
      }),
    );
  });
});

describe('planClaws', () => {
  const demand = (distributorId: DistributorId, amount: bigint, pendingLeft: bigint) => ({
    distributorId,
    amount,
    pendingLeft,
  });

  it('takes pending, then available, then the wallet where allowed, then debt', () => {
    const balances = new Map([[L1, { available: 30n, wallet: 20n }]]);
    expect(planClaws([demand(L1, 100n, 40n)], balances)).toEqual([
      { distributorId: L1, amount: 100n, fromPending: 40n, fromAvailable: 30n, fromWallet: 20n, toDebt: 10n },
    ]);
    expect(planClaws([demand(L2, 5n, 0n)], balances)[0]).toMatchObject({ fromAvailable: 0n, toDebt: 5n });
    // A fee borne may leave less than nothing pending.
    expect(planClaws([demand(L2, 5n, -3n)], balances)[0]).toMatchObject({ fromPending: 0n, toDebt: 5n });
  });

  it('spends an earner’s balance once, over all lines', () => {
    const amount = fc.bigInt({ min: 0n, max: 1000n });
    const demands = fc.array(
      fc.record({ distributorId: fc.constantFrom(L1, L2), amount, pendingLeft: fc.bigInt({ min: -50n, max: 1000n }) }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(demands, amount, amount, (given, available, wallet) => {
        const parts = planClaws(given, new Map([[L1, { available, wallet }]]));
        const of = (owner: DistributorId, key: 'fromAvailable' | 'fromWallet') =>
          parts.filter((part) => part.distributorId === owner).reduce((sum, part) => sum + part[key], 0n);
        expect(of(L1, 'fromAvailable') <= available && of(L1, 'fromWallet') <= wallet).toBe(true);
        expect(of(L2, 'fromAvailable') + of(L2, 'fromWallet')).toBe(0n);
        for (const [index, part] of parts.entries()) {
          expect(part.fromPending + part.fromAvailable + part.fromWallet + part.toDebt).toBe(given[index]!.amount);
          expect([part.fromPending, part.fromAvailable, part.fromWallet, part.toDebt].every((one) => one >= 0n)).toBe(
            true,
          );
        }
        // Debt arises only when nothing is left to take.
        const inDebt = parts.some((part) => part.distributorId === L1 && part.toDebt > 0n);
        expect(inDebt && of(L1, 'fromAvailable') + of(L1, 'fromWallet') < available + wallet).toBe(false);
      }),
    );
  });
});

describe('the book used by tests', () => {
  it('keeps floors and keys as the ledger does', () => {
    const book = new Book('CNY');
    const draft = draftJournal(head, [debit('5010', 70n), credit('1110', 70n)]);
    expect([book.post(draft), book.post(draft)]).toEqual([true, false]);
    expect(book.balance('5010')).toBe(70n);
    expect(() => book.post(draftJournal(head, [debit('5010', 71n), credit('1110', 71n)]))).toThrow(/another journal/);
    const overdrawn = draftJournal({ ...head, idemKey: 'test:2' }, [debit('2020', 1n, L1), credit('4040', 1n)]);
    expect(() => book.post(overdrawn)).toThrow(/floor/);
    expect(book.trialBalance()).toBe(0n);
  });
});
