import type { SkuId } from '@keyfall/contracts';
import { compareUnitPrices, type UnitPrice } from '@keyfall/money';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isDomainError } from '../errors.ts';
import { createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { readRules, removePriceRule } from './save-price-rule.ts';
import { PriceWorld } from './testing/price-world.ts';

let world: SaleWorld;
let prices: PriceWorld;
beforeAll(async () => {
  world = await createSaleWorld();
  prices = new PriceWorld(world);
  await prices.arrange();
});
afterAll(async () => {
  await world.close();
});

const price = fc.integer({ min: 1, max: 4000 }).map((cents) => (cents / 100).toString());
const quantity = fc.constantFrom(2, 5, 10, 50);
const tierText = fc.tuple(price, fc.option(fc.tuple(quantity, price))).map(([first, second]) => {
  if (second === null) return first;
  const later = Number(second[1]) < Number(first) ? second[1] : first;
  return `${first}; ${second[0]}: ${later}`;
});
/** An edit by the owner at `depth` of what the next one down pays. */
const edit = fc.record({
  depth: fc.integer({ min: 0, max: 2 }),
  kind: fc.constantFrom('list', 'override', 'rule', 'no_rule', 'no_override', 'move'),
  text: tierText,
  percent: fc.integer({ min: 0, max: 60 }).map(String),
  step: fc.constantFrom('0.01', '0.5', '1'),
});

const REFUSED = ['price_below_cost', 'price_missing', 'version_conflict', 'already_exists'] as const;

it('keeps chains and tiers monotone under any sequence of edits, and explains what an order would pay', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 8 }), async (edits) => {
      const sku = await world.addSku({ costs: ['22', null, null], retail: '90' });
      const lists = new Map<string, Awaited<ReturnType<PriceWorld['list']>>>();
      for (const one of edits) {
        await applyEdit(sku, one, lists).catch((error: unknown) => {
          if (!REFUSED.some((code) => isDomainError(error, code))) throw error;
        });
        expect(await faultsOf(sku)).toEqual([]);
      }
      // Each run begins without what the last one left.
      await world.sql('delete from pricing.price_rule');
      await world.sql('delete from pricing.price_list');
    }),
    { numRuns: 8 },
  );
}, 60_000);

type Edit = typeof edit extends fc.Arbitrary<infer E> ? E : never;

async function applyEdit(sku: string, one: Edit, lists: Map<string, Awaited<ReturnType<PriceWorld['list']>>>) {
  const owner = [world.house, ...world.chain][one.depth]!;
  const child = world.chain[one.depth]!;
  const present = await world.sql<{ min_quantity: number; unit_price: string }>(
    `select min_quantity, trim_scale(unit_price)::text as unit_price from pricing.cost_price where distributor_id = $1 and sku_id = $2 order by 1`,
    [child.id, sku],
  );
  const was = present.map((tier) => `${tier.min_quantity}: ${tier.unit_price}`).join(';');
  switch (one.kind) {
    case 'list': {
      const id = lists.get(owner.id) ?? (await prices.list(owner, one.depth, {}));
      lists.set(owner.id, id);
      await prices.setLines(owner, id, { [sku]: one.text });
      return;
    }
    case 'override':
      await prices.override(owner, child, sku, one.text, was);
      return;
    case 'no_override':
      if (was !== '') await prices.override(owner, child, sku, '', was);
      return;
    case 'rule':
      await prices.rule(owner, { percent: one.percent, step: one.step, skuId: sku as SkuId });
      return;
    case 'no_rule':
      for (const rule of await readRules(prices.ctxOf(owner), {})) {
        await removePriceRule(prices.ctxOf(owner), { id: rule.id as never, version: rule.version, dryRun: false });
      }
      return;
    case 'move':
      // Levels change with a move, and with them the lists that hold.
      await prices.giveLevel(child, (one.depth + Number(one.percent)) % 3);
  }
}

/** Everything wrong with a chain, at a few quantities; nothing when it is as it should be. */
async function faultsOf(sku: string): Promise<readonly string[]> {
  const faults: string[] = [];
  const check = (isRight: boolean, fault: string): void => {
    if (!isRight) faults.push(fault);
  };
  const seller = world.chain.at(-1)!;
  let fewer: readonly (string | null)[] | undefined;
  for (const count of [1, 4, 10, 60]) {
    const explained = await prices.explain(seller, sku, { quantity: count });
    const costs = explained.links.map((link) => link.cost);
    for (const [index, link] of explained.links.entries()) {
      const where = `link ${index} at ${count}`;
      const above = index === 0 ? '0' : costs[index - 1]!;
      const { cost } = link;
      check(cost === null || above !== null, `${where} is offered what its parent is not`);
      check(cost === null || order(cost, above ?? '0') >= 0, `${where} pays less than its parent`);
      check(link.lifted === (cost !== null && cost !== link.ownPrice), `${where} is wrongly called lifted`);
      const before = fewer?.[index];
      check(
        before === undefined || (before === null) === (cost === null),
        `${where} is offered at some quantities only`,
      );
      check(!before || !cost || order(cost, before) <= 0, `${where} pays more for more`);
    }
    const shares = [explained.houseShare, ...explained.links.map((link) => link.share)].map(toCents);
    const sum = shares.reduce((total, share) => total + share, 0n);
    check(sum === toCents(explained.amount), `shares do not sum at ${count}`);
    fewer = costs;
  }
  return faults;
}

const order = (first: string, second: string): number => compareUnitPrices(first as UnitPrice, second as UnitPrice);
const toCents = (text: string | null): bigint => BigInt((text ?? '0').replace('.', ''));
