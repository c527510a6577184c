import type { DistributorId, IncomeModel, SkuId } from '@keyfall/contracts';
import { lineAmount, parseRate, type UnitPrice } from '@keyfall/money';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fulfilTopUp } from '../delivery/index.ts';
import { isDomainError } from '../errors.ts';
import { sweepRelease } from '../orders/index.ts';
import { OrderModel } from '../orders/testing/order-model.ts';
import { brokenInvariants, payFor, placeFor, type TestOrder } from '../orders/testing/sale-steps.ts';
import { createSaleWorld, type SaleWorld, type TestDistributor } from '../orders/testing/sale-world.ts';
import type { LineMoney } from '../orders/index.ts';
import { percentageLinks, saveRateCard, setSkuModels, splitByPercentage, splitSale } from '../pricing/index.ts';
import { approveRefund } from './approve-refund.ts';
import { requestRefund } from './request-refund.ts';

// Rates whose shares are hardly ever whole.
const RATES = ['9.37', '4.1', '1.99'].map((percent, distance) => ({
  levelId: null,
  distance,
  percent: parseRate(percent),
}));

const NOBODY = '00000000-0000-0000-0000-000000000000';

let world: SaleWorld;
beforeAll(async () => {
  world = await createSaleWorld();
  await saveRateCard(world.staff(), { rates: RATES });
});
afterAll(async () => {
  const broken = await brokenInvariants(world);
  await world.close();
  expect(broken).toEqual([]);
});

type Step =
  | { readonly do: 'deliver'; readonly line: number; readonly units: number }
  | { readonly do: 'refund'; readonly line: number; readonly delivered: number; readonly undelivered: number }
  | { readonly do: 'goodwill'; readonly amount: number }
  | { readonly do: 'release' }
  | { readonly do: 'withdraw'; readonly level: number };

interface Scenario {
  readonly lines: readonly {
    readonly model: IncomeModel;
    readonly quantity: number;
    readonly prices: readonly number[];
  }[];
  readonly steps: readonly Step[];
}

const lineArbitrary = fc.record({
  model: fc.constantFrom('price_difference' as const, 'percentage' as const),
  quantity: fc.integer({ min: 1, max: 7 }),
  // Costs that never fall, in thousandths, and a retail price above them.
  prices: fc
    .array(fc.integer({ min: 0, max: 9_999 }), { minLength: 4, maxLength: 4 })
    .map((prices) => prices.toSorted((a, b) => a - b)),
});
const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      line: fc.integer({ min: 0, max: 1 }),
      units: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('refund' as const),
      line: fc.integer({ min: 0, max: 1 }),
      delivered: fc.integer({ min: 0, max: 3 }),
      undelivered: fc.integer({ min: 0, max: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('goodwill' as const), amount: fc.integer({ min: 1, max: 2_000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('release' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const), level: fc.integer({ min: 0, max: 2 }) }) },
);
const scenarioArbitrary: fc.Arbitrary<Scenario> = fc.record({
  lines: fc.array(lineArbitrary, { minLength: 1, maxLength: 2 }),
  steps: fc.array(stepArbitrary, { minLength: 3, maxLength: 10 }),
});

const price = (thousandths: number): UnitPrice =>
  `${Math.floor(thousandths / 1_000)}.${String(thousandths % 1_000).padStart(3, '0')}` as UnitPrice;

/** The database and the model of one order, driven side by side. */
class Twin {
  readonly chain: readonly TestDistributor[];
  readonly order: TestOrder;
  readonly model: OrderModel;
  readonly #staff = [world.staff('support'), world.staff('finance')] as const;

  constructor(chain: readonly TestDistributor[], order: TestOrder, model: OrderModel) {
    this.chain = chain;
    this.order = order;
    this.model = model;
  }

  async run(step: Step): Promise<void> {
    switch (step.do) {
      case 'deliver': {
        const line = this.model.lines[step.line];
        if (line === undefined) return;
        const open = line.quantity - line.delivered - line.refundedUndelivered;
        if (open === 0) return;
        await fulfilTopUp(this.#staff[0], {
          orderNo: this.order.orderNo,
          line: step.line + 1,
          units: step.units,
          evidence: 'x',
        });
        this.model.deliver(step.line, step.units);
        return;
      }
      case 'refund': {
        const units = [{ line: step.line + 1, delivered: step.delivered, undelivered: step.undelivered }];
        await this.#both({ units }, () => this.model.refundUnits(units));
        return;
      }
      case 'goodwill':
        await this.#both({ goodwill: BigInt(step.amount) }, () => this.model.goodwill(BigInt(step.amount)));
        return;
      case 'release':
        await world.sql(`update orders.commission_line set release_at = app.now() where order_id = $1`, [
          this.order.orderId,
        ]);
        await sweepRelease(world.core, world.tenantId, 'fuzz');
        for (const distributor of this.chain) this.model.release(distributor.id);
        return;
      case 'withdraw': {
        const owner = this.chain[step.level]!.id;
        const available = await balanceOf('2020', owner);
        if (available === 0n) return;
        await world.sql('select ledger.post($1, gen_random_uuid(), gen_random_uuid()::text, $2, $3, $4, $5, $6)', [
          world.tenantId,
          'withdrawal_paid',
          'CNY',
          ['2020', '1010'],
          [owner, NOBODY],
          [available, -available],
        ]);
        this.model.withdraw(owner);
      }
    }
  }

  /** The same wish to both: the same refusal, or the same refund. */
  async #both(
    wish: { units?: { line: number; delivered: number; undelivered: number }[]; goodwill?: bigint },
    planned: () => unknown,
  ): Promise<void> {
    const real = await codeOf(async () => {
      const { refundId } = await requestRefund(this.#staff[0], {
        orderNo: this.order.orderNo,
        reason: 'fuzz',
        ...wish,
      });
      await approveRefund(this.#staff[1], { refundId });
    });
    // Both must refuse alike, or do it alike.
    const wanted = await codeOf(() => Promise.resolve(planned()));
    if (real !== wanted) throw new Error(`the use case says ${real}, the rules say ${wanted}`);
  }

  /** Accounts on which the ledger and the model disagree. */
  async compare(): Promise<string[]> {
    const wrong: string[] = [];
    const check = (name: string, real: bigint, wanted: bigint): void => {
      if (real !== wanted) wrong.push(`${name}: ${real} instead of ${wanted}`);
    };
    for (const { id } of this.chain) {
      for (const code of ['2010', '2020', '1210'] as const) {
        check(`${code} of ${id}`, await balanceOf(code, id), this.model.book.balance(code, id));
      }
    }
    for (const code of ['4010', '2060', '2070'] as const) {
      check(code, await this.#ofOrder(code), this.model.book.total(code));
    }
    check('5040', -(await this.#ofOrder('5040')), this.model.book.total('5040'));
    return wrong;
  }

  async #ofOrder(code: string): Promise<bigint> {
    const [row] = await world.sql<{ amount: bigint }>(
      `select coalesce(sum(-e.amount), 0)::bigint as amount from ledger.entry e join ledger.journal j on j.tenant_id = e.tenant_id and j.id = e.journal_id
        where j.order_id = $1 and e.account_code = $2`,
      [this.order.orderId, code],
    );
    return row?.amount ?? 0n;
  }
}

async function codeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return 'done';
  } catch (error) {
    if (isDomainError(error)) return error.code;
    throw error;
  }
}

async function balanceOf(code: string, owner: string): Promise<bigint> {
  const rows = await world.sql<{ amount: bigint }>(
    `select case normal_side when 'D' then amount else -amount end as amount from ledger.account_balance where tenant_id = $1 and code = $2 and owner_id = $3`,
    [world.tenantId, code, owner],
  );
  return rows[0]?.amount ?? 0n;
}

async function makeTwin(scenario: Scenario): Promise<Twin> {
  const chain: TestDistributor[] = [];
  for (let level = 0; level < 3; level += 1) chain.push(await world.addDistributor(chain.at(-1) ?? world.house));
  world.chain = chain;
  const shop = await world.addShop(chain[2]!);
  const skus: string[] = [];
  for (const line of scenario.lines) {
    const [first, second, third, retail] = line.prices.map(price);
    const supplierCost = '0';
    skus.push(await world.addSku({ kind: 'top_up', costs: [first!, second!, third!], retail: retail!, supplierCost }));
    await setSkuModels(world.staff(), { skuIds: [skus.at(-1) as SkuId], model: line.model });
  }
  const order = await placeFor(world, skus[0]!, 1, {
    buyer: await world.addBuyer(shop),
    lines: scenario.lines.map((line, index) => ({
      skuId: skus[index] as SkuId,
      quantity: line.quantity,
      account: { uid: '12345' },
    })),
  });
  await payFor(world, order, { fee: 0n });
  const model = new OrderModel(
    scenario.lines.map((line, index) => modelLine(line, index + 1, chain)),
    () => 0n,
  );
  return new Twin(chain, order, model);
}

/** What the rules make of a line, in its model. */
function modelLine(
  { model, quantity, prices }: Scenario['lines'][number],
  line: number,
  chain: readonly TestDistributor[],
): LineMoney {
  const [first, second, third, retail] = prices.map(price);
  const head = { line, quantity, currency: 'CNY' as const, model, promo: 0n };
  if (model === 'percentage') {
    const nodes = chain.toReversed().map(({ id }) => ({ distributorId: id, levelId: null }));
    const links = percentageLinks({ depth: 2, rates: RATES }, nodes);
    const gross = lineAmount(quantity, retail!, 'CNY').minor;
    const split = splitByPercentage({ currency: 'CNY', gross, links, cost: 0n, fee: 0n, marginMin: 0n });
    return { ...head, payable: gross, shares: sharesOf(split) };
  }
  const costs = [first!, second!, third!].map((cost, level) => ({
    distributorId: chain[level]!.id,
    ownPrice: cost,
    cost,
    lifted: false,
  }));
  const split = splitSale({ quantity, currency: 'CNY', costs, retailPrice: retail! });
  return { ...head, payable: split.gross, shares: sharesOf(split) };
}

const sharesOf = (split: {
  readonly shares: readonly { readonly earner: DistributorId; readonly amount: bigint }[];
}): LineMoney['shares'] => split.shares.map(({ earner, amount }) => ({ distributorId: earner, amount }));

it('books every sequence of partial deliveries, refunds, releases and withdrawals as the pure rules do', async () => {
  await fc.assert(
    fc.asyncProperty(scenarioArbitrary, async (scenario) => {
      // An order that costs nothing is paid without a receipt; it has nothing to refund.
      fc.pre(scenario.lines.some((line) => line.prices[3]! >= 1_000));
      const twin = await makeTwin(scenario);
      for (const step of scenario.steps) await twin.run(step);
      expect(await twin.compare()).toEqual([]);
    }),
    { numRuns: 40 },
  );
}, 120_000);
