import type { SkuId } from '@keyfall/contracts';
import { savePricesSchema } from '@keyfall/contracts/price-schemas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeFor } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld, type TestDistributor } from '../orders/testing/sale-world.ts';
import { explainOwnCost } from './explain-price.ts';
import { sweepRechecks } from './jobs/sweep-rechecks.ts';
import { listShopPrices } from './list-prices.ts';
import { readLifted } from './read-lifted.ts';
import { readPriceGrid } from './read-price-grid.ts';
import { readLists, removePriceList, savePriceList } from './save-price-list.ts';
import { readRules, removePriceRule, savePriceRule } from './save-price-rule.ts';
import { savePrices } from './save-prices.ts';
import { PriceWorld, tiers } from './testing/price-world.ts';

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

const bare = { costs: [null, null, null] } as const;
const recheck = async (): Promise<void> => {
  while ((await sweepRechecks(world.core, world.tenantId, 'test')).done > 0);
};

describe('what a link pays', () => {
  it('is decided by the override, then the list that began last, then the most specific rule', async () => {
    const [first, second] = world.chain as [TestDistributor, TestDistributor];
    const sku = await world.addSku(bare);
    expect(await prices.costs(first, sku)).toEqual([null]);
    const rule = await prices.rule(world.house, { percent: '50', name: 'Everything' });
    expect(await prices.costs(first, sku)).toEqual(['30']);
    await prices.rule(world.house, { skuId: sku as SkuId, percent: '5', fixed: '0.5', step: '0.1', name: 'This one' });
    expect(await prices.costs(first, sku)).toEqual(['21.5']);
    await prices.list(world.house, 0, { [sku]: '22' }, { name: 'Base', from: '2020-01-01T00:00:00.000Z' });
    await prices.list(
      world.house,
      0,
      { [sku]: '23' },
      { name: 'Newer', from: '2021-01-01T00:00:00.000Z', to: '2090-01-01T00:00:00.000Z' },
    );
    await prices.list(world.house, 0, { [sku]: '29' }, { name: 'To come', from: '2090-01-01T00:00:00.000Z' });
    expect(await prices.costs(first, sku)).toEqual(['23']);
    expect((await prices.explain(first, sku)).links[0]).toMatchObject({ source: { kind: 'list', name: 'Newer' } });
    expect(await prices.costs(first, sku, { at: new Date('2091-01-01') })).toEqual(['29']);
    expect(await prices.costs(first, sku, { at: new Date('2020-06-01') })).toEqual(['22']);
    await prices.override(world.house, first, sku, '24');
    expect((await prices.explain(first, sku)).links[0]).toMatchObject({ cost: '24', source: { kind: 'override' } });
    await prices.override(world.house, first, sku, '25', '24', { validTo: '2021-01-01T00:00:00.000Z' });
    expect(await prices.costs(first, sku)).toEqual(['23']);
    // Nobody below is offered what no link offers it.
    expect(await prices.costs(second, sku)).toEqual(['23', null]);
    const { version } = (await readRules(world.staff(), {})).find((one) => one.id === rule)!;
    await removePriceRule(world.staff(), { id: rule, version, dryRun: false });
  });

  it('follows the parent by a rule, and keeps to the quantity tier at every link', async () => {
    const [first, second, third] = world.chain as [TestDistributor, TestDistributor, TestDistributor];
    const sku = await world.addSku({ ...bare, retail: '40' });
    await prices.list(world.house, 0, { [sku]: '22; 10: 20; 100: 18' }, { from: '2022-01-01T00:00:00.000Z' });
    await prices.override(first, second, sku, '25; 10: 23');
    await prices.rule(second, { percent: '10', fixed: '0', step: '0.5', skuId: sku as SkuId });
    expect(await prices.costs(third, sku)).toEqual(['22', '25', '27.5']);
    expect(await prices.costs(third, sku, { quantity: 12 })).toEqual(['20', '23', '25.5']);
    expect(await prices.costs(third, sku, { quantity: 100 })).toEqual(['18', '23', '25.5']);
    await world.addCodes(sku, 20);
    const order = await placeFor(world, sku, 12);
    const explained = await prices.explain(third, sku, { quantity: 12, shopId: world.shop.id });
    const split = await world.sql<{ earner_id: string; amount: bigint }>(
      'select earner_id, amount from orders.order_split where order_id = $1 order by position',
      [order.orderId],
    );
    expect(order.amount).toBe(48_000n);
    expect(split.map((share) => share.amount)).toEqual([24_000n, 3_600n, 3_000n, 17_400n]);
    expect([explained.houseShare, ...explained.links.map((link) => link.share)]).toEqual([
      '240.00',
      '36.00',
      '30.00',
      '174.00',
    ]);
    expect(explained.amount).toBe('480.00');
  });

  it('lets a rule set the retail price of a shop, within the bounds', async () => {
    const sku = await world.addSku({ retail: '30' });
    await prices.rule(world.chain[2]!, { shopId: world.shop.id, percent: '50', step: '1', skuId: sku as SkuId });
    const retail = async () => {
      const page = await listShopPrices(world.distributorStaff(world.chain[2]!), { shopId: world.shop.id, limit: 200 });
      return page.items.find((row) => row.skuId === sku)?.retail;
    };
    expect(await retail()).toBe('39');
    await world.sql('update pricing.sku_price set ceiling = 35 where sku_id = $1', [sku]);
    expect(await retail()).toBe('35');
  });
});

describe('writing prices', () => {
  it('refuses a price below the own cost of that quantity, above the ceiling, and tiers that rise', async () => {
    const [first, second] = world.chain as [TestDistributor, TestDistributor];
    const sku = await world.addSku(bare);
    await prices.override(world.house, first, sku, '22; 10: 20');
    const list = await prices.list(first, 1, {});
    const set = (text: string) => prices.setLines(first, list, { [sku]: text });
    await expect(set('21.99')).rejects.toMatchObject({ code: 'price_below_cost' });
    await expect(set('25; 10: 19.99')).rejects.toMatchObject({ code: 'price_below_cost' });
    await expect(set('25; 10: 26')).rejects.toMatchObject({ code: 'price_invalid' });
    await expect(set('10: 25')).rejects.toMatchObject({ code: 'price_invalid' });
    await world.sql('update pricing.sku_price set ceiling = 35 where sku_id = $1', [sku]);
    await expect(set('35.01')).rejects.toMatchObject({ code: 'price_above_ceiling' });
    expect(await set('25; 10: 20')).toMatchObject({ offered: 1, lifted: 0 });
    expect(await prices.costs(second, sku, { quantity: 10 })).toEqual(['20', '20']);
    const fresh = await world.addSku(bare);
    await expect(prices.setLines(first, list, { [fresh]: '90' })).rejects.toMatchObject({ code: 'price_missing' });
  });

  it('never refuses a rise: it lifts what lies below, says whom before and tells them after', async () => {
    const [first, second, third] = world.chain as [TestDistributor, TestDistributor, TestDistributor];
    const sku = await world.addSku({ costs: ['22', '24', '26'], retail: '27' });
    const list = await prices.list(world.house, 0, {}, { from: '2023-01-01T00:00:00.000Z' });
    await world.sql('delete from pricing.cost_price where sku_id = $1 and distributor_id = $2', [sku, first.id]);
    await prices.setLines(world.house, list, { [sku]: '22' });
    const preview = await prices.setLines(world.house, list, { [sku]: '28' }, { dryRun: true });
    expect(preview).toMatchObject({
      raised: 3,
      lifted: 2,
      liftedDistributors: 2,
      hidden: 1,
      shops: 1,
      isPartial: false,
    });
    expect(preview.sample.map((row) => [row.before, row.after, row.lifted])).toEqual([
      ['24', '28', true],
      ['26', '28', true],
      ['22', '28', false],
    ]);
    // It was only tried.
    expect(await prices.costs(third, sku)).toEqual(['22', '24', '26']);
    expect(await prices.setLines(world.house, list, { [sku]: '28' })).toEqual(preview);
    const { links } = await prices.explain(third, sku);
    expect(links.map((link) => [link.ownPrice, link.cost, link.lifted])).toEqual([
      ['28', '28', false],
      ['24', '28', true],
      ['26', '28', true],
    ]);
    await recheck();
    const mine = async (of: TestDistributor) => (await readLifted(world.distributorStaff(of), { limit: 50 })).items;
    expect((await mine(first)).filter((row) => row.skuId === sku)).toHaveLength(1);
    expect((await mine(second)).filter((row) => row.skuId === sku)).toHaveLength(1);
    expect(await mine(third)).toEqual([]);
    await prices.override(first, second, sku, '29', '24');
    await recheck();
    expect((await mine(first)).filter((row) => row.skuId === sku)).toEqual([]);
  });

  it('loses nothing when two people change the same', async () => {
    const [first] = world.chain as [TestDistributor];
    const sku = await world.addSku(bare);
    const list = await prices.list(world.house, 0, { [sku]: '22' }, { from: '2024-01-01T00:00:00.000Z' });
    const seen = await prices.versionOf(world.house, list);
    const both = await Promise.allSettled([
      prices.setLines(world.house, list, { [sku]: '23' }, { version: seen }),
      prices.setLines(world.house, list, { [sku]: '24' }, { version: seen }),
    ]);
    const failed = both.filter((one) => one.status === 'rejected');
    expect(failed).toMatchObject([{ reason: { code: 'version_conflict' } }]);
    const [now] = await prices.costs(first, sku);
    expect(now).toBe(both[0].status === 'fulfilled' ? '23' : '24');
    await prices.override(world.house, first, sku, '25');
    await expect(prices.override(world.house, first, sku, '26', '24.5')).rejects.toMatchObject({
      code: 'version_conflict',
    });
    await removePriceList(world.staff(), {
      id: list,
      version: await prices.versionOf(world.house, list),
      dryRun: true,
    });
    expect(await readLists(world.staff(), {})).toContainEqual(expect.objectContaining({ id: list }));
  });
});

describe('a price with dates', () => {
  const [soon, later] = ['2090-03-01T00:00:00.000Z', '2090-04-01T00:00:00.000Z'];

  it('is measured and judged when it begins, and told when it begins and ends', async () => {
    const [first, second] = world.chain as [TestDistributor, TestDistributor];
    const sku = await world.addSku({ costs: ['22', '24', '26'] });
    const dated = { validFrom: soon, validTo: later };
    const preview = await prices.override(world.house, first, sku, '25', '22', { ...dated, dryRun: true });
    // What stood there until then goes at once: nobody is offered anything before it begins, and one is lifted from then on.
    expect(preview).toMatchObject({ withdrawn: 3, raised: 2, lifted: 1, isPartial: false });
    await prices.override(world.house, first, sku, '22', '22', { validTo: soon });
    const kept = { validFrom: null, validTo: soon };
    const rise = await prices.override(world.house, first, sku, '25', '22', { ...dated, was: kept, dryRun: true });
    expect(rise).toMatchObject({ withdrawn: 3, lifted: 1 });
    // Below what the child's own parent pays by then is refused, whatever it pays today.
    await prices.list(world.house, 0, { [sku]: '30' }, { name: 'Dear', from: soon, to: later });
    await prices.override(world.house, first, sku, '', '22', { was: kept });
    await prices.list(world.house, 0, { [sku]: '22' }, { name: 'Cheap', from: '2018-01-01T00:00:00.000Z', to: soon });
    expect(await prices.costs(second, sku)).toEqual(['22', '24']);
    await expect(prices.override(first, second, sku, '29', '24', dated)).rejects.toMatchObject({
      code: 'price_below_cost',
    });
    await prices.override(first, second, sku, '31', '24', dated);
    expect(await prices.costs(second, sku)).toEqual(['22', null]);
    expect(await prices.costs(second, sku, { at: new Date(soon) })).toEqual(['30', '31']);
    const turns = await world.sql<{ due_at: Date }>(
      'select due_at from pricing.recheck where is_turn and owner_id = $1 and $2 = any (sku_ids) order by due_at',
      [first.id, sku],
    );
    expect(turns.map((turn) => turn.due_at.toISOString())).toEqual([soon, later]);
    await recheck();
    expect(await world.sql('select 1 from pricing.recheck where is_turn and $1 = any (sku_ids)', [sku])).not.toEqual(
      [],
    );
  });

  it('shows its dates in the grid, and keeps them from whoever saw others', async () => {
    const [first] = world.chain as [TestDistributor];
    const sku = await world.addSku(bare);
    await prices.override(world.house, first, sku, '24', '', { validFrom: soon, validTo: later });
    const grid = await readPriceGrid(world.staff(), { by: 'children', columns: [first.id], limit: 200 });
    const cell = grid.items.find((row) => row.skuId === sku)?.cells[0];
    expect(cell).toMatchObject({ validFrom: soon, validTo: later, effective: null });
    await expect(prices.override(world.house, first, sku, '25', '24')).rejects.toMatchObject({
      code: 'version_conflict',
    });
    await prices.override(world.house, first, sku, '24', '24', { was: { validFrom: soon, validTo: later } });
    expect(await prices.costs(first, sku)).toEqual(['24']);
    const change = { skuId: sku as SkuId, was: [], tiers: tiers('24'), validFrom: later, validTo: soon };
    const parsed = savePricesSchema.safeParse({ children: [{ childId: first.id, changes: [change] }] });
    expect(parsed.error?.issues.map((issue) => issue.message)).toEqual(['bad_period']);
  });
});

it('is explained with what every link pays by quantity, whoever’s tier changes it', async () => {
  const [, second, third] = world.chain as [TestDistributor, TestDistributor, TestDistributor];
  const sku = await world.addSku(bare);
  const [first] = world.chain as [TestDistributor];
  await prices.override(world.house, first, sku, '22; 10: 20; 100: 18');
  await prices.override(first, second, sku, '25; 50: 21');
  await prices.rule(second, { percent: '10', fixed: '0', step: '0.5', skuId: sku as SkuId });
  const explained = await prices.explain(third, sku, { quantity: 60 });
  expect(explained.links.map((link) => link.tiers.map((tier) => `${tier.minQuantity}:${tier.cost}`).join(' '))).toEqual(
    ['1:22 10:20 100:18', '1:25 50:21', '1:27.5 50:23.5'],
  );
  const own = await explainOwnCost(world.distributorStaff(third), { skuId: sku as SkuId, quantity: 60 });
  expect(own).toMatchObject({
    cost: '23.5',
    tiers: [
      { minQuantity: 1, cost: '27.5' },
      { minQuantity: 50, cost: '23.5' },
    ],
  });
});

describe('isolation', () => {
  it('keeps lists, rules and children of others out of reach', async () => {
    const [first, second] = world.chain as [TestDistributor, TestDistributor];
    const sibling = await world.addDistributor(world.house);
    const other = await addTenantWorld(world.database);
    const sku = await world.addSku();
    const list = await prices.list(
      first,
      1,
      { [sku]: '30' },
      { from: '2025-01-01T00:00:00.000Z', name: 'Secret list' },
    );
    const rule = await prices.rule(first, { name: 'Secret rule', percent: '77', skuId: sku as SkuId });
    for (const ctx of [world.distributorStaff(sibling), world.distributorStaff(second), other.staff()]) {
      expect(JSON.stringify(await readLists(ctx, {}))).not.toContain('Secret');
      expect(JSON.stringify(await readRules(ctx, {}))).not.toContain('Secret');
      const write = { lists: [{ listId: list, version: '2', changes: [{ skuId: sku as SkuId, tiers: tiers('31') }] }] };
      await expect(savePrices(ctx, { ...write, children: [], dryRun: false })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(removePriceList(ctx, { id: list, version: '2', dryRun: false })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(removePriceRule(ctx, { id: rule, version: '1', dryRun: false })).rejects.toMatchObject({
        code: 'not_found',
      });
    }
    // A grandchild is no child, and naming the owner helps nobody but staff.
    await expect(prices.override(world.house, second, sku, '40', '24')).rejects.toMatchObject({ code: 'not_found' });
    const grid = await readPriceGrid(world.distributorStaff(second), {
      ownerId: first.id,
      by: 'lists',
      limit: 5,
    });
    expect(grid.columns).toEqual([]);
    await expect(readPriceGrid(other.staff(), { ownerId: first.id, by: 'lists', limit: 5 })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      savePriceRule(world.distributorStaff(first), {
        rule: null,
        dryRun: false,
        input: { ...plainRule, shopId: world.shop.id },
      }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      savePriceList(other.staff(), {
        list: null,
        copyOf: null,
        input: { name: 'x', levelId: prices.levels[0]!, validFrom: '2020-01-01T00:00:00Z', validTo: null },
      }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('shows a child the kind and name of the source and no figure of it', async () => {
    const [first, second] = world.chain as [TestDistributor, TestDistributor];
    const sku = await world.addSku({ costs: ['22', null, null] });
    await prices.rule(first, { name: 'Plus a bit', percent: '13', skuId: sku as SkuId });
    const shown = await explainOwnCost(world.distributorStaff(second), { skuId: sku as SkuId, quantity: 1 });
    expect(shown).toEqual({
      currency: 'CNY',
      cost: '24.86',
      quantity: 1,
      source: { kind: 'rule', name: 'Plus a bit' },
      tiers: [{ minQuantity: 1, cost: '24.86' }],
    });
  });
});

const plainRule = {
  name: 'Rule',
  childId: null,
  levelId: null,
  shopId: null,
  categoryId: null,
  productId: null,
  skuId: null,
  percent: '1',
  fixed: '0',
  step: '0.01',
} as const;
