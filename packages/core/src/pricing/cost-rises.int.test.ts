import type { LevelId, SkuId } from '@keyfall/contracts';
import { skuInputSchema } from '@keyfall/contracts/catalog-schemas';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { saveSku } from '../catalog/index.ts';
import { changeLevel, moveDistributor } from '../distributors/index.ts';
import { createSaleWorld, type SaleWorld, type TestDistributor } from '../orders/testing/sale-world.ts';
import { sweepRechecks } from './jobs/sweep-rechecks.ts';
import { readLifted } from './read-lifted.ts';
import { PriceWorld } from './testing/price-world.ts';

let world: SaleWorld;
let prices: PriceWorld;
let first: TestDistributor;
let second: TestDistributor;
let third: TestDistributor;
beforeAll(async () => {
  world = await createSaleWorld();
  prices = new PriceWorld(world);
  await prices.arrange();
  [first, second, third] = world.chain as [TestDistributor, TestDistributor, TestDistributor];
  for (const [index, one] of world.chain.entries()) await addOwner(one, `link${index + 1}`);
});
afterAll(async () => {
  await world.close();
});
beforeEach(async () => {
  await recheck();
  await world.sql('delete from notify.mail');
});

const recheck = async (): Promise<void> => {
  while ((await sweepRechecks(world.core, world.tenantId, 'test')).done > 0);
};

/** Somebody who gets a distributor's mail. */
async function addOwner(distributor: TestDistributor, name: string): Promise<void> {
  await world.sql(
    `with login as (
       insert into identity.login (key, id, mail, name) values (encode(sha256(convert_to($4, 'UTF8')), 'hex'), $1, $4, 'Owner') returning key)
     insert into identity.membership (login_key, tenant_ref, audience, distributor_ref, role, id)
     select key, $2::uuid, 'portal', $3::uuid, 'owner', $5::uuid from login`,
    [randomUUID(), world.tenantId, distributor.id, `${name}@rises.test`, randomUUID()],
  );
}

/** Who was told how many SKUs cost more, and how many of the reader's prices are to be set anew. */
async function told(): Promise<Record<string, readonly [number, number]>> {
  const rows = await world.sql<{ recipient: string; params: { dearer: number; toReprice: number } }>(
    `select recipient, params from notify.mail where template = 'prices_lifted' order by recipient`,
  );
  return Object.fromEntries(
    rows.map(({ recipient, params }) => [recipient.split('@')[0] ?? '', [params.dearer, params.toReprice] as const]),
  );
}

async function liftedOf(sku: string): Promise<readonly string[]> {
  const { items } = await readLifted(world.staff(), { limit: 100 });
  return items.filter((row) => row.skuId === sku).map((row) => row.distributorId);
}

describe('whoever pays more', () => {
  it('is told of an edit once, whether it is lifted by it or not', async () => {
    const sku = await world.addSku({ costs: ['22', '24', null] });
    await prices.rule(second, { skuId: sku as SkuId, percent: '10' });
    await recheck();
    expect(await told()).toEqual({});
    await prices.override(world.house, first, sku, '25', '22');
    await recheck();
    await recheck();
    // The second is lifted, the third follows it by a rule: both pay more, and only the first has something to reprice.
    expect(await told()).toEqual({ link1: [1, 1], link2: [1, 0], link3: [1, 0] });
    await world.sql('delete from notify.mail');
    await prices.override(world.house, first, sku, '21', '25');
    await recheck();
    expect(await told()).toEqual({});
  });

  it('is told of another level, which lists the lifted link too', async () => {
    const sku = await world.addSku({ costs: [null, '24', '40'] });
    const from = { from: '2021-01-01T00:00:00.000Z' };
    await prices.list(world.house, 0, { [sku]: '22' }, from);
    await prices.list(world.house, 1, { [sku]: '35' }, from);
    await recheck();
    await world.sql('delete from notify.mail');
    await changeLevel(world.staff(), first.id, { levelId: prices.levels[1] as LevelId, reason: 'test' });
    await recheck();
    expect(await liftedOf(sku)).toEqual([second.id]);
    expect(await told()).toEqual({ link1: [1, 1], link2: [1, 0] });
  });

  it('is told when a list begins', async () => {
    const sku = await world.addSku({ costs: [null, '24', '40'] });
    await prices.list(world.house, 1, { [sku]: '22' }, { from: '2020-02-01T00:00:00.000Z' });
    await prices.list(world.house, 1, { [sku]: '23' }, { from: '2090-01-01T00:00:00.000Z' });
    await recheck();
    expect(await told()).toEqual({});
    await world.sql(`update ops.clock set shift = '2090-01-01T00:00:30Z'::timestamptz - now()`);
    await recheck();
    await world.sql(`update ops.clock set shift = '0'`);
    expect(await told()).toEqual({ link1: [1, 0] });
  });

  it('is told of a dearer purchase, where the house goes by its cost', async () => {
    const sku = await world.addSku({ costs: [null, '24', '40'], supplierCost: '20' });
    await prices.rule(world.house, { skuId: sku as SkuId, percent: '10' });
    await recheck();
    await world.sql('delete from notify.mail');
    const save = async (unitCost: string | null) => {
      const [row] = await world.sql<{ version: bigint; code: string }>(
        'select version, code from catalog.sku where id = $1',
        [sku],
      );
      const plain = { nameZh: '一个月', nameEn: '1 month', kind: 'card_code', currency: 'CNY', suggested: '90' };
      const input = skuInputSchema.parse({ ...plain, code: row?.code, status: 'published', unitCost });
      await saveSku(world.staff(), { id: sku as SkuId, version: String(row?.version) }, input);
      await recheck();
    };
    await save('20');
    await save(null);
    expect(await told()).toEqual({});
    await save('30');
    expect(await prices.costs(third, sku)).toEqual(['33', '33', '40']);
    expect(await liftedOf(sku)).toEqual([second.id]);
    expect(await told()).toEqual({ link1: [1, 1], link2: [1, 0] });
  });

  it('is told of a move under a dearer parent, which lists and tells the lifted links', async () => {
    const sku = await world.addSku({ costs: ['22', '24', '26'] });
    const dear = await world.addDistributor(world.house);
    await addOwner(dear, 'dear');
    await prices.override(world.house, dear, sku, '25');
    await recheck();
    await world.sql('delete from notify.mail');
    await moveDistributor(world.staff(), second.id, { parentId: dear.id, reason: 'test' });
    await recheck();
    expect(await prices.costs(third, sku)).toEqual(['25', '25', '26']);
    expect(await liftedOf(sku)).toEqual([second.id]);
    const { items } = await readLifted(world.distributorStaff(dear), { limit: 10 });
    expect(items.filter((row) => row.skuId === sku)).toHaveLength(1);
    // What was lifted under the old parent is the new one's to reprice, and costs no more than before.
    expect(await told()).toEqual({ dear: [0, 2], link2: [1, 0] });
  });
});
