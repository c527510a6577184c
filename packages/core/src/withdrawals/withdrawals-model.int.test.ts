import type { RefundId, WithdrawalId } from '@keyfall/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDomainError } from '../errors.ts';
import { sweepRelease } from '../orders/index.ts';
import { brokenInvariants, payFor, placeFor } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { approveRefund, requestRefund } from '../payments/index.ts';
import { approveWithdrawal, rejectWithdrawal, submitWithdrawals, sweepPayouts } from './index.ts';
import { WithdrawalScene } from './testing/withdrawal-steps.ts';

let base: SaleWorld;
beforeAll(async () => {
  base = await createSaleWorld();
});
afterAll(() => base.close());

/** L3's share of one sale at 30.00. */
const SHARE = 400n;

type Station = 'requested' | 'approved' | 'submitted' | 'paid' | 'gone';

/** What one distributor has where, by arithmetic alone. */
class Model {
  pending = 0n;
  available = 0n;
  debt = 0n;
  readonly sales: { isReleased: boolean; isRefunded: boolean }[] = [];
  readonly withdrawals: { readonly amount: bigint; station: Station }[] = [];

  credit(amount: bigint): void {
    const repaid = amount < this.debt ? amount : this.debt;
    this.debt -= repaid;
    this.available += amount - repaid;
  }

  sum(...stations: readonly Station[]): bigint {
    return this.withdrawals.filter((one) => stations.includes(one.station)).reduce((sum, one) => sum + one.amount, 0n);
  }

  release(): void {
    for (const sale of this.sales.filter((one) => !one.isReleased && !one.isRefunded)) {
      sale.isReleased = true;
      this.pending -= SHARE;
      this.credit(SHARE);
    }
  }

  refund(index: number): void {
    const sale = this.sales[index]!;
    sale.isRefunded = true;
    if (!sale.isReleased) {
      this.pending -= SHARE;
      return;
    }
    for (const held of this.withdrawals.toReversed()) {
      if (this.available >= SHARE) break;
      if (held.station !== 'requested' && held.station !== 'approved') continue;
      held.station = 'gone';
      this.credit(held.amount);
    }
    const taken = this.available < SHARE ? this.available : SHARE;
    this.available -= taken;
    this.debt += SHARE - taken;
  }
}

class Driver {
  readonly made: WithdrawalScene;
  readonly skuId: string;
  readonly orders: string[] = [];
  readonly ids: WithdrawalId[] = [];

  constructor(made: WithdrawalScene, skuId: string) {
    this.made = made;
    this.skuId = skuId;
  }

  async balances() {
    const found = await this.made.world.balances();
    const of = (name: string): bigint => found[name] ?? 0n;
    return {
      pending: -of('2010 L3'),
      available: -of('2020 L3'),
      held: -of('2030 L3'),
      inTransit: -of('2050'),
      debt: of('1210 L3'),
    };
  }
}

type Command = fc.AsyncCommand<Model, Driver>;
const indexOf = <T>(list: readonly T[], pick: number, fits: (one: T) => boolean): number => {
  const fitting = list.flatMap((one, index) => (fits(one) ? [index] : []));
  return fitting[pick % Math.max(fitting.length, 1)] ?? -1;
};

/** One step of both, after which every station must hold the same. */
function command(
  name: string,
  check: (model: Model) => boolean,
  run: (model: Model, real: Driver) => Promise<void>,
): Command {
  return {
    check,
    toString: () => name,
    run: async (model, real) => {
      await run(model, real);
      expect(await real.balances()).toEqual({
        pending: model.pending,
        available: model.available,
        held: model.sum('requested', 'approved'),
        inTransit: model.sum('submitted'),
        debt: model.debt,
      });
    },
  };
}

const sale = fc.constant(
  command(
    'sale',
    () => true,
    async (model, real) => {
      const order = await placeFor(real.made.world, real.skuId);
      await payFor(real.made.world, order, { fee: 0n });
      real.orders.push(order.orderNo);
      model.sales.push({ isReleased: false, isRefunded: false });
      model.pending += SHARE;
    },
  ),
);
const release = fc.constant(
  command(
    'release',
    (model) => model.pending > 0n,
    async (model, { made: { world } }) => {
      await world.sql('update orders.commission_line set release_at = app.now() where tenant_id = $1', [
        world.tenantId,
      ]);
      await sweepRelease(world.core, world.tenantId, 'test');
      model.release();
    },
  ),
);
const refund = fc.nat(20).map((pick) =>
  command(
    `refund ${pick}`,
    (model) => model.sales.some((one) => !one.isRefunded),
    async (model, real) => {
      const index = indexOf(model.sales, pick, (one) => !one.isRefunded);
      const { world } = real.made;
      const asked = await requestRefund(world.staff('support'), { orderNo: real.orders[index]!, reason: 'asked' });
      await approveRefund(world.staff('finance'), { refundId: asked.refundId as RefundId });
      model.refund(index);
    },
  ),
);
const ask = fc.bigInt(1n, 900n).map((amount) =>
  command(
    `ask ${amount}`,
    () => true,
    async (model, real) => {
      const isRight = model.debt === 0n && amount <= model.available;
      const answer = await real.made.ask(amount).catch((error: unknown) => {
        if (!isDomainError(error)) throw error;
        return error.code;
      });
      const refusal = model.debt > 0n ? 'debt_open' : 'insufficient_available';
      const happened = typeof answer === 'string' ? answer : 'made';
      if (happened !== (isRight ? 'made' : refusal)) throw new Error(`${amount} was ${happened}`);
      if (typeof answer === 'string') return;
      real.ids.push(answer.withdrawalId);
      model.withdrawals.push({ amount, station: 'requested' });
      model.available -= amount;
    },
  ),
);

/** A step of one withdrawal that stands at `from`. */
const step = (
  name: string,
  from: readonly Station[],
  act: (real: Driver, withdrawalId: WithdrawalId) => Promise<void>,
  then: (model: Model, withdrawal: { readonly amount: bigint; station: Station }) => void,
) =>
  fc.nat(20).map((pick) =>
    command(
      `${name} ${pick}`,
      (model) => model.withdrawals.some((one) => from.includes(one.station)),
      async (model, real) => {
        const index = indexOf(model.withdrawals, pick, (one) => from.includes(one.station));
        await act(real, real.ids[index]!);
        then(model, model.withdrawals[index]!);
      },
    ),
  );
const settle = async ({ made }: Driver, id: WithdrawalId, as: 'paid' | 'failed' | 'returned'): Promise<void> => {
  made.world.outside.rail.settle(id, as);
  await made.makeDue();
  await sweepPayouts(made.world.core, made.world.tenantId, 'test');
};

const approve = step(
  'approve',
  ['requested'],
  ({ made }, withdrawalId) => approveWithdrawal(made.world.staff('finance'), { withdrawalId }),
  (_, one) => void (one.station = 'approved'),
);
const reject = step(
  'reject',
  ['requested', 'approved'],
  ({ made }, withdrawalId) => rejectWithdrawal(made.world.staff('finance'), { withdrawalId, reason: 'no' }),
  (model, one) => {
    one.station = 'gone';
    model.credit(one.amount);
  },
);
const submit = step(
  'submit',
  ['approved'],
  async ({ made }, withdrawalId) => {
    const { world, railAccountId: accountId } = made;
    await submitWithdrawals(world.staff('finance'), { withdrawalIds: [withdrawalId], accountId });
    await sweepPayouts(world.core, world.tenantId, 'test');
  },
  (_, one) => void (one.station = 'submitted'),
);
const paid = step(
  'paid',
  ['submitted'],
  (real, id) => settle(real, id, 'paid'),
  (_, one) => void (one.station = 'paid'),
);
const comesBack = (model: Model, one: { readonly amount: bigint; station: Station }): void => {
  one.station = 'gone';
  model.credit(one.amount);
};
const failed = step('failed', ['submitted'], (real, id) => settle(real, id, 'failed'), comesBack);
const returned = step('returned', ['paid'], (real, id) => settle(real, id, 'returned'), comesBack);

describe('any course of sales, releases, refunds and withdrawals', () => {
  it('leaves what arithmetic says, and every invariant whole', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.commands(
          [
            sale,
            sale,
            release,
            release,
            refund,
            ask,
            ask,
            approve,
            approve,
            submit,
            submit,
            reject,
            paid,
            failed,
            returned,
          ],
          {
            maxCommands: 45,
            size: 'max',
          },
        ),
        async (commands) => {
          const world = await addTenantWorld(base.database);
          const made = await new WithdrawalScene(world, world.chain[2]!).arrange();
          world.outside.rail.ends = 'pending';
          const skuId = await world.addSku();
          await world.addCodes(skuId, 40);
          await fc.asyncModelRun(() => ({ model: new Model(), real: new Driver(made, skuId) }), commands);
        },
      ),
      { numRuns: 15, endOnFailure: true },
    );
    expect(await brokenInvariants(base)).toEqual([]);
  });
});
