import {
  ATTEMPT_STATES,
  CODE_STATES,
  DISTRIBUTOR_STATES,
  LINE_STATES,
  ORDER_STATES,
  REFUND_REASONS,
  REFUND_STATES,
} from '@keyfall/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from './errors.ts';
import { DISTRIBUTOR_MOVES } from './distributors/distributor.rules.ts';
import { CODE_MOVES, assertCodeMove } from './inventory/code.rules.ts';
import {
  LINE_MOVES,
  ORDER_MOVES,
  assertLineMove,
  assertOrderMove,
  lineStateOf,
  openUnits,
  orderStateOf,
} from './orders/order.rules.ts';
import { REFUND_MOVES, assertRefundMove, needsChecker } from './orders/refund.rules.ts';
import { ATTEMPT_MOVES, assertAttemptMove, canMoveAttempt } from './payments/attempt.rules.ts';
import { finalStatesOf, movePairs } from './state-machine.ts';
import type { Moves } from './state-machine.ts';

function reachable<State extends string>(moves: Moves<State>, from: State): Set<State> {
  const seen = new Set<State>([from]);
  for (const state of seen) for (const next of moves[state]) seen.add(next);
  return seen;
}

const machines = [
  {
    name: 'order',
    moves: ORDER_MOVES,
    states: ORDER_STATES,
    start: 'awaiting_payment',
    final: ['delivered', 'refund_only'],
  },
  { name: 'line', moves: LINE_MOVES, states: LINE_STATES, start: 'awaiting_payment', final: ['delivered', 'failed'] },
  { name: 'attempt', moves: ATTEMPT_MOVES, states: ATTEMPT_STATES, start: 'created', final: ['captured'] },
  { name: 'refund', moves: REFUND_MOVES, states: REFUND_STATES, start: 'requested', final: ['done', 'rejected'] },
  { name: 'distributor', moves: DISTRIBUTOR_MOVES, states: DISTRIBUTOR_STATES, start: 'invited', final: ['closed'] },
  { name: 'code', moves: CODE_MOVES, states: CODE_STATES, start: 'available', final: ['void'] },
] as const satisfies readonly {
  readonly name: string;
  readonly moves: Moves<never>;
  readonly states: readonly string[];
  readonly start: string;
  readonly final: readonly string[];
}[];

describe.each(machines)('the $name machine', ({ moves, states, start, final }) => {
  const table = moves as Moves<string>;

  it('knows every state, and each can be reached', () => {
    expect(Object.keys(table).toSorted()).toEqual([...states].toSorted());
    expect([...reachable(table, start)].toSorted()).toEqual([...states].toSorted());
  });

  it('ends where it should, and can end from anywhere', () => {
    expect(finalStatesOf(table).toSorted()).toEqual([...final].toSorted());
    for (const state of states) {
      expect([...reachable(table, state)].some((one) => (final as readonly string[]).includes(one))).toBe(true);
    }
  });

  it('never moves to where it is', () => {
    expect(movePairs(table).filter(([from, to]) => from === to)).toEqual([]);
  });
});

describe('moves', () => {
  it.each([
    ['awaiting_payment', 'delivered'],
    ['closing', 'paid'],
    ['closed', 'delivered'],
    ['partly_delivered', 'refund_only'],
  ] as const)('an order may go from %s to %s', (from, to) => {
    expect(() => assertOrderMove(from, to)).not.toThrow();
  });

  it.each([
    ['awaiting_payment', 'closed'], // only the provider's word closes
    ['delivered', 'refund_only'],
    ['closed', 'in_review'],
    ['refund_only', 'delivered'],
    ['in_review', 'closing'],
  ] as const)('an order may not go from %s to %s', (from, to) => {
    expect(() => assertOrderMove(from, to)).toThrow(DomainError);
  });

  it('throw errors that name both states', () => {
    expect(() => assertLineMove('delivered', 'failed')).toThrow(expect.objectContaining({ code: 'state_conflict' }));
    expect(() => assertRefundMove('done', 'failed')).toThrow(
      expect.objectContaining({ code: 'refund_state_conflict', params: { from: 'done', to: 'failed' } }),
    );
    expect(() => assertCodeMove('sold', 'available')).toThrow(
      expect.objectContaining({ code: 'code_not_movable', params: { state: 'sold', wanted: 'available' } }),
    );
    expect(() => assertCodeMove('reserved', 'quarantined')).toThrow(DomainError);
    expect(() => assertCodeMove('sold', 'quarantined')).not.toThrow();
  });
});

describe('a payment attempt', () => {
  it('leaves unknown by the provider’s answer, never by time', () => {
    expect(canMoveAttempt('unknown', 'failed', 'query')).toBe(true);
    expect(canMoveAttempt('unknown', 'closed', 'query')).toBe(true);
    for (const evidence of ['own', 'notice', 'answer'] as const) {
      expect(canMoveAttempt('unknown', 'failed', evidence)).toBe(false);
      expect(canMoveAttempt('unknown', 'closed', evidence)).toBe(false);
    }
  });

  it('is captured by the provider’s word only, and then even late', () => {
    for (const from of ['created', 'pending', 'unknown', 'failed', 'closed'] as const) {
      expect(canMoveAttempt(from, 'captured', 'notice')).toBe(true);
      expect(canMoveAttempt(from, 'captured', 'own')).toBe(false);
    }
    expect(() => assertAttemptMove('captured', 'failed', 'query')).toThrow(DomainError);
  });
});

describe('who approves a refund', () => {
  it('is a second person where a person asked', () => {
    expect(REFUND_REASONS.filter(needsChecker)).toEqual(['person', 'goodwill', 'claim']);
  });
});

describe('states from units', () => {
  const line = (quantity: number, delivered: number, refundedUndelivered = 0, unknown = 0) => ({
    quantity,
    delivered,
    refundedUndelivered,
    unknown,
  });

  it.each([
    [line(3, 0), 'processing'],
    [line(3, 0, 0, 1), 'unknown'],
    [line(3, 1, 0, 1), 'partly_delivered'],
    [line(3, 1, 2), 'partly_delivered'],
    [line(3, 3), 'delivered'],
    [line(3, 0, 3), 'failed'],
  ] as const)('a line %j is %s', (progress, state) => {
    expect(lineStateOf(progress)).toBe(state);
  });

  it.each([
    [[line(1, 1), line(2, 2)], 'delivered'],
    [[line(1, 1), line(2, 0)], 'partly_delivered'],
    [[line(1, 0), line(2, 0, 2)], 'fulfilling'],
    [[line(1, 0, 1), line(2, 0, 2)], 'refund_only'],
  ] as const)('an order of %j is %s', (lines, state) => {
    expect(orderStateOf(lines)).toBe(state);
  });

  it('only ever move as the tables allow while units are delivered and paid back', () => {
    const step = fc.record({ deliver: fc.boolean(), units: fc.integer({ min: 1, max: 3 }) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.array(step, { maxLength: 12 }), (quantity, steps) => {
        let now = line(quantity, 0);
        for (const { deliver, units } of steps) {
          const moved = Math.min(units, openUnits(now));
          const next = deliver
            ? line(quantity, now.delivered + moved, now.refundedUndelivered)
            : line(quantity, now.delivered, now.refundedUndelivered + moved);
          const [from, to] = [lineStateOf(now), lineStateOf(next)];
          expect(from === to || LINE_MOVES[from].includes(to)).toBe(true);
          const [orderFrom, orderTo] = [orderStateOf([now]), orderStateOf([next])];
          expect(orderFrom === orderTo || ORDER_MOVES[orderFrom].includes(orderTo)).toBe(true);
          now = next;
        }
      }),
    );
  });
});
