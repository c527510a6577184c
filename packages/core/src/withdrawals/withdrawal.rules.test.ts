import { WITHDRAWAL_STATES } from '@keyfall/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDomainError } from '../errors.ts';
import { finalStatesOf, movePairs } from '../state-machine.ts';
import {
  checksNeeded,
  figuresOf,
  nextQuestionSeconds,
  nextReturnCheckSeconds,
  WITHDRAWAL_MOVES,
  type Figures,
} from './withdrawal.rules.ts';

describe('the states of a withdrawal', () => {
  it('move as the design says and no other way', () => {
    expect(movePairs(WITHDRAWAL_MOVES).map(([from, to]) => `${from} ${to}`)).toEqual([
      'requested approved',
      'requested rejected',
      'requested cancelled',
      'approved submitted',
      'approved rejected',
      'submitted paid',
      'submitted failed',
      'submitted unknown',
      'unknown paid',
      'unknown failed',
      'paid returned',
    ]);
    expect(Object.keys(WITHDRAWAL_MOVES).toSorted()).toEqual([...WITHDRAWAL_STATES].toSorted());
    expect(finalStatesOf(WITHDRAWAL_MOVES)).toEqual(['failed', 'rejected', 'cancelled', 'returned']);
  });
});

function figuresOrCode(...given: Parameters<typeof figuresOf>): Figures | string {
  try {
    return figuresOf(...given);
  } catch (error) {
    return isDomainError(error) ? error.code : String(error);
  }
}

describe('figures', () => {
  it.each([
    // The worked example: 3.00 with a fee of 0.50.
    [300n, { feeFixed: 50n, feeRate: '0', taxRate: '0' }, { fee: 50n, taxWithheld: 0n, net: 250n }],
    [10_001n, { feeFixed: 100n, feeRate: '0.1', taxRate: '0' }, { fee: 111n, taxWithheld: 0n, net: 9_890n }],
    [10_050n, { feeFixed: 0n, feeRate: '0', taxRate: '3' }, { fee: 0n, taxWithheld: 302n, net: 9_748n }],
  ] as const)('of %s', (amount, charges, expected) => {
    expect(figuresOf(amount, charges)).toEqual(expected);
  });

  it('sum to the amount and leave something, or are refused', () => {
    const rate = fc.integer({ min: 0, max: 9_999 }).map((hundredths) => {
      const text = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
      return text.replace(/\.?0+$/, '') || '0';
    });
    fc.assert(
      fc.property(
        fc.bigInt(1n, 10n ** 12n),
        fc.bigInt(0n, 10_000n),
        rate,
        rate,
        (amount, feeFixed, feeRate, taxRate) => {
          const figures = figuresOrCode(amount, { feeFixed, feeRate, taxRate });
          const isRight =
            typeof figures === 'string'
              ? figures === 'withdrawal_nothing_left'
              : figures.fee + figures.taxWithheld + figures.net === amount &&
                figures.net > 0n &&
                figures.fee >= feeFixed;
          expect(isRight).toBe(true);
        },
      ),
    );
  });
});

describe('how many approve', () => {
  const rules = { secondAbove: 10_000n, autoApproveMax: 500n };
  it.each([
    [500n, 0n, 0],
    // Two halves of the limit are as much as the whole.
    [300n, 201n, 1],
    [501n, 0n, 1],
    [10_000n, 0n, 1],
    [10_001n, 0n, 2],
  ] as const)('%s after %s today: %s', (amount, today, expected) => {
    expect(checksNeeded(amount, today, rules)).toBe(expected);
  });

  it('is one person at least where no rule lets it through', () => {
    expect(checksNeeded(1n, 0n, { secondAbove: null, autoApproveMax: 0n })).toBe(1);
  });
});

it('asks ever more rarely about an open payout and without end, about a paid one for days', () => {
  expect([1, 2, 3, 6, 500].map(nextQuestionSeconds)).toEqual([5, 15, 60, 3_600, 3_600]);
  expect([0, 3, 4].map(nextReturnCheckSeconds)).toEqual([3_600, 604_800, null]);
});
