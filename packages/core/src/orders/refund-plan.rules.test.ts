import type { DistributorId } from '@keyfall/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDomainError } from '../errors.ts';
import { grossOf, planDelivery } from './line-money.rules.ts';
import type { LineMoney } from './line-money.rules.ts';
import { planGoodwill, planRefund } from './refund-plan.rules.ts';
import type { RefundPlan } from './refund-plan.rules.ts';
import { L1, balancesOf, cny, deliveredLine, exampleLine } from './testing/example.ts';
import { OrderModel } from './testing/order-model.ts';

const OWNERS = ['L1', 'L2', 'L3'].map((name) => name as DistributorId);

const lineMoney: fc.Arbitrary<LineMoney> = fc
  .record({
    quantity: fc.integer({ min: 1, max: 12 }),
    model: fc.constantFrom('price_difference' as const, 'percentage' as const),
    payable: fc.oneof(
      fc.bigInt({ min: 0n, max: 9n }),
      fc.bigInt({ min: 0n, max: 40n }),
      fc.bigInt({ min: 0n, max: 10n ** 7n }),
    ),
    promo: fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 5000n })),
    parts: fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 3 }),
  })
  .map(({ parts, ...line }) => {
    // Any split whose shares leave the house something or nothing.
    const weight =
      Math.max(
        1,
        parts.reduce((a, b) => a + b, 0),
      ) +
      (parts.length % 2) * 50;
    const gross = line.payable + line.promo;
    const shares = parts.map((part, index) => ({
      distributorId: OWNERS[index]!,
      amount: (gross * BigInt(part)) / BigInt(weight),
    }));
    return { ...line, line: 1, currency: 'CNY', shares };
  });

const orderLines = fc
  .oneof(
    { arbitrary: fc.tuple(lineMoney), weight: 3 },
    { arbitrary: fc.array(lineMoney, { minLength: 2, maxLength: 3 }), weight: 1 },
  )
  .map((lines) => lines.map((line, index) => ({ ...line, line: index + 1 })))
  .filter((lines) => lines.some((line) => line.payable > 0n));

type Step =
  | {
      readonly do: 'deliver' | 'refund delivered' | 'refund undelivered';
      readonly line: number;
      readonly units: number;
    }
  | { readonly do: 'goodwill'; readonly percent: number }
  | { readonly do: 'release' | 'withdraw'; readonly owner: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constantFrom(
      'deliver' as const,
      'deliver' as const,
      'refund delivered' as const,
      'refund undelivered' as const,
    ),
    line: fc.nat(2),
    units: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ do: fc.constant('goodwill' as const), percent: fc.integer({ min: 0, max: 60 }) }),
  fc.record({ do: fc.constantFrom('release' as const, 'withdraw' as const), owner: fc.nat(2) }),
);

function ignoreNothing(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    if (!isDomainError(error, 'refund_nothing')) throw error;
  }
}

function refund(model: OrderModel, index: number, kind: 'delivered' | 'undelivered', wanted: number): void {
  const line = model.lines[index]!;
  const delivered = kind === 'delivered' ? Math.min(wanted, line.delivered - line.refundedDelivered) : 0;
  const open = line.quantity - line.delivered - line.refundedUndelivered;
  const undelivered = kind === 'undelivered' ? Math.min(wanted, open) : 0;
  if (delivered + undelivered === 0) return;
  ignoreNothing(() => model.refundUnits([{ line: line.line, delivered, undelivered }]));
}

function act(model: OrderModel, one: Step): void {
  switch (one.do) {
    case 'deliver':
      return model.deliver(one.line % model.lines.length, one.units);
    case 'refund delivered':
      return refund(model, one.line % model.lines.length, 'delivered', one.units);
    case 'refund undelivered':
      return refund(model, one.line % model.lines.length, 'undelivered', one.units);
    case 'goodwill': {
      const left = model.lines.reduce((sum, line) => {
        const payable = (line.payable * BigInt(line.delivered)) / BigInt(line.quantity);
        return sum + payable - line.refundedCash;
      }, 0n);
      return ignoreNothing(() => model.goodwill((left * BigInt(one.percent)) / 100n));
    }
    case 'release':
    case 'withdraw': {
      const owner = model.earners[one.owner % Math.max(1, model.earners.length)];
      return owner === undefined ? undefined : model[one.do](owner);
    }
  }
}

const feeOf = (line: LineMoney): bigint => (line.payable * 6n) / 1000n;

/** What must hold after every step, whatever happened before. */
function expectSound(model: OrderModel): void {
  const { book, lines } = model;
  expect(book.trialBalance()).toBe(0n);
  expect(book.balance('2070') >= 0n).toBe(true);
  expect(book.balance('2060')).toBe(model.refundedCash);
  // Pending commission is what the commission lines say.
  for (const owner of model.earners) {
    const pending = lines.reduce((sum, line) => {
      const earner = line.earners.find((one) => one.distributorId === owner);
      return earner ? sum + model.pendingOf(line, earner) : sum;
    }, 0n);
    expect(book.balance('2010', owner)).toBe(pending);
  }
}

describe('an order under any sequence of deliveries, releases, withdrawals and refunds', () => {
  it('stays sound at every step', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(orderLines, fc.array(step, { maxLength: 25 }), (lines, steps) => {
        const model = new OrderModel(lines, feeOf);
        for (const one of steps) {
          act(model, one);
          expectSound(model);
        }
        expect(model.lines).toHaveLength(lines.length);
      }),
      { numRuns: 1000 },
    );
  });

  it(
    'gives back exactly what was paid and leaves nobody anything, once all of it is refunded',
    { timeout: 30_000 },
    () => {
      fc.assert(
        fc.property(orderLines, fc.array(step, { maxLength: 25 }), (lines, steps) => {
          const model = new OrderModel(lines, feeOf);
          for (const one of steps) act(model, one);
          for (const [index, line] of model.lines.entries()) {
            refund(model, index, 'undelivered', line.quantity);
            refund(model, index, 'delivered', line.quantity);
          }
          expectSound(model);
          // A line that cost nothing has nothing to refund: what it earned stays.
          const free = model.lines.filter((line) => line.payable * BigInt(line.delivered) < BigInt(line.quantity));
          const paid = lines.reduce((sum, line) => sum + line.payable, 0n);
          expect(model.refundedCash).toBe(paid);
          expect(model.book.balance('2070')).toBe(0n);
          const kept = (of: (line: (typeof free)[number]) => bigint) => free.reduce((sum, line) => sum + of(line), 0n);
          const grossKept = kept((line) => (line.promo * BigInt(line.delivered)) / BigInt(line.quantity));
          const sharesKept = kept((line) =>
            line.shares.reduce((sum, one) => sum + model.earned(line, one.distributorId), 0n),
          );
          const inPercent = (line: (typeof free)[number]) => line.model === 'percentage';
          const expenseKept = free
            .filter(inPercent)
            .reduce(
              (sum, line) => sum + line.shares.reduce((all, one) => all + model.earned(line, one.distributorId), 0n),
              0n,
            );
          expect(model.book.balance('5040')).toBe(expenseKept);
          expect(model.book.balance('4010')).toBe(grossKept - sharesKept + expenseKept);
          expect(model.book.balance('5030')).toBe(grossKept);
        }),
        { numRuns: 1000 },
      );
    },
  );

  it('claws every earner of a fully delivered line exactly its share, in any partition', () => {
    fc.assert(
      fc.property(lineMoney, fc.array(fc.integer({ min: 1, max: 99 }), { maxLength: 8 }), (line, percents) => {
        fc.pre(line.payable > 0n);
        const model = new OrderModel([line], feeOf);
        model.deliver(0, line.quantity);
        for (const percent of percents) act(model, { do: 'goodwill', percent });
        refund(model, 0, 'delivered', line.quantity);
        for (const earner of model.lines[0]!.earners) {
          expect(earner.clawed).toBe(line.shares.find((share) => share.distributorId === earner.distributorId)!.amount);
        }
        expect(model.refundedCash).toBe(line.payable);
        expect([model.book.balance('4010'), model.book.balance('5030'), model.book.balance('5040')]).toEqual([
          0n,
          0n,
          0n,
        ]);
      }),
    );
  });
});

describe('refunds between partial deliveries', () => {
  const line = (quantity: number, payable: bigint, share: bigint): LineMoney => ({
    ...exampleLine(),
    quantity,
    payable,
    shares: [{ distributorId: L1, amount: share }],
  });
  const clawsOf = (plan: RefundPlan) => plan.lines[0]!.returned.claws[0]!;

  it('give back the whole, though the units were rounded at different times', () => {
    const model = new OrderModel([line(3, 1000n, 0n)], () => 0n);
    model.deliver(0, 1);
    const first = model.refundUnits([{ line: 1, delivered: 1, undelivered: 0 }]);
    model.deliver(0, 2);
    const second = model.refundUnits([{ line: 1, delivered: 2, undelivered: 0 }]);
    expect([first.amounts.cash, second.amounts.cash]).toEqual([333n, 667n]);
  });

  it('never give a claw back', () => {
    // After two of four units 9 of 13 claw 3 of 3; after three, 10 of 20 would have clawed 2 of 4.
    const model = new OrderModel([line(4, 27n, 6n)], () => 0n);
    model.deliver(0, 2);
    expect(clawsOf(model.goodwill(9n)).amount).toBe(3n);
    model.deliver(0, 1);
    expect(clawsOf(model.goodwill(1n)).amount).toBe(0n);
    model.deliver(0, 1);
    model.goodwill(17n);
    expect([model.book.balance('4010'), model.lines[0]!.earners[0]!.clawed]).toEqual([0n, 6n]);
  });

  it('take from pending what is pending, also after a fee forced an earlier claw beyond it', () => {
    const model = new OrderModel([line(2, 2000n, 400n)], () => 18n);
    const unit = [{ line: 1, delivered: 1, undelivered: 0 }];
    model.deliver(0, 1);
    expect(clawsOf(model.refundUnits(unit))).toMatchObject({ amount: 200n, fromPending: 182n, toDebt: 18n });
    model.deliver(0, 1);
    expect(clawsOf(model.refundUnits(unit))).toMatchObject({ amount: 200n, fromPending: 200n, toDebt: 0n });
    expect([model.book.balance('2010', L1), model.book.balance('1210', L1)]).toEqual([0n, 18n]);
  });

  it('take back what was earned even when the last units have no cash left to return', () => {
    const model = new OrderModel([{ ...line(5, 2n, 4n), promo: 3n }], () => 0n);
    model.deliver(0, 3);
    expect(model.refundUnits([{ line: 1, delivered: 1, undelivered: 0 }]).amounts.cash).toBe(1n);
    model.deliver(0, 1);
    expect(model.refundUnits([{ line: 1, delivered: 3, undelivered: 0 }]).amounts.cash).toBe(0n);
    const { book } = model;
    expect([book.balance('5030') - 1n, book.balance('4010'), model.lines[0]!.earners[0]!.clawed]).toEqual([0n, 0n, 3n]);
  });

  it('take a coupon back as exactly as cash', () => {
    const model = new OrderModel([{ ...line(7, 30n, 5n), promo: 1n }], () => 0n);
    for (const units of [2, 1, 4]) {
      model.deliver(0, units);
      model.refundUnits([{ line: 1, delivered: units, undelivered: 0 }]);
    }
    const { book } = model;
    expect([book.balance('5030'), book.balance('4010'), book.balance('2070'), model.refundedCash]).toEqual([
      0n,
      0n,
      0n,
      30n,
    ]);
  });
});

describe('planDelivery', () => {
  it('earns the frozen split in any partition, and nobody ever loses', () => {
    fc.assert(
      fc.property(lineMoney, fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 12 }), (line, steps) => {
        let delivered = 0;
        let gross = 0n;
        const earned = new Map<DistributorId, bigint>();
        for (const units of [...steps, line.quantity]) {
          const now = Math.min(units, line.quantity - delivered);
          if (now === 0) break;
          const part = planDelivery(line, delivered, now);
          expect(part.shares.every((share) => share.amount >= 0n)).toBe(true);
          expect(part.shares.reduce((sum, share) => sum + share.amount, part.house)).toBe(part.gross);
          for (const share of part.shares) {
            earned.set(share.distributorId, (earned.get(share.distributorId) ?? 0n) + share.amount);
          }
          gross += part.gross;
          delivered += now;
        }
        expect(gross).toBe(grossOf(line));
        expect(line.shares.every((share) => earned.get(share.distributorId) === share.amount)).toBe(true);
      }),
    );
  });

  it('refuses more units than were ordered', () => {
    expect(() => planDelivery(exampleLine(), 1, 1)).toThrow(/than were ordered/);
    expect(() => planDelivery(exampleLine(), 0, 0)).toThrow(/than were ordered/);
  });
});

describe('planRefund refuses', () => {
  const line = { ...deliveredLine({ ...exampleLine(), quantity: 5 }), delivered: 2, unknown: 1 };
  const codeOf = (delivered: number, undelivered: number, number = 1) => {
    try {
      planRefund([line], [{ line: number, delivered, undelivered }], balancesOf({}));
    } catch (error) {
      return isDomainError(error) ? [error.code, error.params] : error;
    }
    return 'accepted';
  };

  it('more units than there are', () => {
    expect(codeOf(3, 0)).toEqual(['refund_units_exceeded', { line: 1, available: 2 }]);
    expect(codeOf(0, 4)).toEqual(['refund_units_exceeded', { line: 1, available: 3 }]);
    expect(codeOf(2, 2)).toBe('accepted');
  });

  it('units whose outcome at the supplier is unknown', () => {
    expect(codeOf(0, 3)).toEqual(['refund_unknown_outstanding', { units: 1 }]);
  });

  it('unknown lines, nothing, and a line named twice', () => {
    expect(codeOf(1, 0, 2)).toEqual(['not_found', { what: 'order_line' }]);
    expect(codeOf(0, 0)).toEqual(['refund_nothing', {}]);
    const twice = [1, 1].map((number) => ({ line: number, delivered: 1, undelivered: 0 }));
    expect(() => planRefund([line], twice, balancesOf({}))).toThrow(/twice/);
  });

  it('goodwill beyond what is left of delivered goods', () => {
    const whole = deliveredLine(exampleLine());
    expect(() => planGoodwill([whole], cny('30.01'), balancesOf({}))).toThrow(
      expect.objectContaining({ code: 'refund_exceeds_paid', params: { refundable: '30.00', requested: '30.01' } }),
    );
    expect(() => planGoodwill([whole], 0n, balancesOf({}))).toThrow(
      expect.objectContaining({ code: 'refund_nothing' }),
    );
  });
});

describe('planGoodwill', () => {
  it('spreads over lines by largest remainder, never beyond what a line cost', () => {
    const lines = [
      deliveredLine({ ...exampleLine(), line: 1, payable: 1000n, shares: [] }),
      deliveredLine({ ...exampleLine(), line: 2, payable: 1000n, shares: [] }),
      deliveredLine({ ...exampleLine(), line: 3, payable: 1n, shares: [{ distributorId: L1, amount: 1n }] }),
    ];
    const plan = planGoodwill(lines, 1001n, balancesOf({}));
    expect(plan.lines.map((one) => [one.line, one.cash])).toEqual([
      [1, 500n],
      [2, 500n],
      [3, 1n],
    ]);
    expect(plan.amounts.cash).toBe(1001n);
  });
});
