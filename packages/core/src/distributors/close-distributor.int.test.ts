import type { DistributorId, ShopId } from '@keyfall/contracts';
import { closePreviewSchema, downlineIncomeSchema, formerChildSchema } from '@keyfall/contracts/distributor-schemas';
import { createTestDatabase, type TestDatabase } from '@keyfall/db/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sweepHousekeeping } from '../access/index.ts';
import { sweepRelease } from '../orders/index.ts';
import { brokenInvariants, payFor, placeFor } from '../orders/testing/sale-steps.ts';
import { createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { createShop, openShop, resolveHost } from '../shops/index.ts';
import { assertMayAct, assertMayLook } from './assert-may-act.ts';
import { closeDistributor, previewClose } from './close-distributor.ts';
import { freezeDistributor, unfreezeDistributor } from './freeze-distributor.ts';
import { moveDistributor } from './move-distributor.ts';
import { getDistributor } from './read-distributors.ts';
import { readDownlineIncome, readFormerChildren } from './read-downline.ts';
import { codeOf, create, personOf, plantTree, viewsOf, type Tree } from './testing/tree-world.ts';

let database: TestDatabase;
let world: SaleWorld;
beforeAll(async () => {
  [database, world] = await Promise.all([createTestDatabase(), createSaleWorld()]);
});
afterAll(async () => {
  const broken = await brokenInvariants(world);
  await Promise.all([database.close(), world.close()]);
  expect(broken).toEqual([]);
});

async function shopOf(tree: Tree, id: DistributorId, slug: string): Promise<ShopId> {
  const shop = await createShop(tree.ctx, id, { slug, name: slug, defaultLocale: 'en' });
  await openShop(tree.ctx, shop.id);
  return shop.id;
}

describe('a closed distributor', () => {
  it('leaves its children to its parent, its shops closed, its people out, and its hosts to others a month later', async () => {
    const tree = await plantTree(database, 3);
    const top = await create(tree, tree.houseId, 'Top');
    const middle = await create(tree, top, 'Middle');
    const low = await create(tree, middle, 'Low');
    const owner = await personOf(database, tree, middle);
    await database.owner.query(
      `insert into identity.session (key, id, audience, kind, tenant_ref, distributor_ref, login_key, login_ref, membership_ref, role, expires_at, absolute_expires_at)
       select repeat('a', 64), gen_random_uuid(), 'portal', 'staff', tenant_ref, distributor_ref, login_key, $2, id, role, app.now() + interval '1 hour', app.now() + interval '1 day'
         from identity.membership where distributor_ref = $1`,
      [middle, owner.principal.loginId],
    );
    await shopOf(tree, middle, 'middleshop');
    expect(await previewClose(tree.ctx, middle)).toMatchObject({
      hindrances: [],
      children: 1,
      parentName: 'Top',
      shops: 1,
      people: 1,
    });
    await closeDistributor(tree.ctx, middle, 'left the trade');
    expect((await getDistributor(tree.ctx, low)).ancestors.map(({ name }) => name)).toEqual(['House', 'Top']);
    expect((await getDistributor(tree.ctx, middle)).status).toBe('closed');
    const { told, derived } = await viewsOf(database, tree);
    expect(told).toEqual(derived);
    expect((await resolveHost(database.db, 'middleshop.localhost'))?.status).toBe('closed');
    expect(await codeOf(assertMayLook(owner))).toBe('distributor_closed');
    expect(await database.owner.query('select 1 from identity.session where distributor_ref = $1', [middle])).toEqual(
      [],
    );
    expect(await codeOf(closeDistributor(tree.ctx, middle, 'again'))).toBe('state_conflict');
    expect(await codeOf(closeDistributor(tree.ctx, tree.houseId, 'oops'))).toBe('state_conflict');

    const taken = createShop(tree.ctx, top, { slug: 'middleshop', name: 'x', defaultLocale: 'en' });
    expect(await codeOf(taken)).toBe('slug_taken');
    const sweep = () => sweepHousekeeping(tree.ctx.core, tree.ctx.principal.tenantId, 'test');
    await database.advanceClock('29 days');
    await sweep();
    expect(await resolveHost(database.db, 'middleshop.localhost')).toBeDefined();
    await database.advanceClock('2 days');
    await sweep();
    expect(await resolveHost(database.db, 'middleshop.localhost')).toBeUndefined();
  });

  it('is closed by its own wholesaler alone', async () => {
    const [mine, theirs] = [await plantTree(database, 2), await plantTree(database, 2)];
    const foreign = await create(theirs, theirs.houseId);
    expect(await codeOf(closeDistributor(mine.ctx, foreign, 'no'))).toBe('not_found');
    expect(await codeOf(previewClose(mine.ctx, foreign))).toBe('not_found');
  });
});

describe('money', () => {
  it('hinders closing, becomes available while frozen, and keeps the split of its day after a move', async () => {
    const [first, second, third] = world.chain;
    if (first === undefined || second === undefined || third === undefined) throw new Error('no chain');
    const staff = world.staff();
    await world.sql(`update tenancy.tenant set income_depth = 5 where tenant_id = $1`, [world.tenantId]);
    const skuId = await world.addSku();
    await world.addCodes(skuId, 5);
    const open = await placeFor(world, skuId);
    expect((await previewClose(staff, third.id)).hindrances).toEqual(['open_orders']);
    expect(await codeOf(closeDistributor(staff, third.id, 'x'))).toBe('distributor_not_empty');

    // The seller moves up while its order waits for money: the order still pays the chain it was placed in.
    await moveDistributor(staff, third.id, { parentId: first.id, reason: 'sells well' });
    await payFor(world, open);
    const held = await world.balances();
    expect([held['2010 L1'], held['2010 L2'], held['2010 L3']]).toEqual([-200n, -200n, -400n]);
    const later = await placeFor(world, skuId);
    await payFor(world, later);
    const after = await world.balances();
    expect([after['2010 L1'], after['2010 L2'], after['2010 L3']]).toEqual([-600n, -200n, -800n]);
    const preview = closePreviewSchema.parse(await previewClose(staff, second.id));
    expect([preview.hindrances, preview.openOrders]).toEqual([['balances'], 0]);
    expect(preview.balances).toEqual([{ account: 'commission_pending', balance: { amount: '2.00', currency: 'CNY' } }]);

    // What it earned through a child it has no more stays its income, without the child's id.
    const ofSecond = await readDownlineIncome(world.distributorStaff(second), 30);
    expect(ofSecond.children).toEqual([{ id: null, units: 1, income: { amount: '2.00', currency: 'CNY' } }]);
    // Under the name it had then, whatever it is called, wherever it stands and whatever it sells by now.
    const [told] = await world.sql<{ name: string }>('select name from tenancy.distributor where id = $1', [third.id]);
    await world.sql(`update tenancy.distributor set name = 'Secret new name' where id = $1`, [third.id]);
    const former = z.array(formerChildSchema).parse(await readFormerChildren(world.distributorStaff(second)));
    expect(former).toEqual([
      {
        name: told?.name,
        since: expect.any(String) as string,
        until: expect.any(String) as string,
        income: [{ units: 1, income: { amount: '2.00', currency: 'CNY' } }],
      },
    ]);
    expect(JSON.stringify(former)).not.toMatch(/Secret|[0-9a-f]{8}-[0-9a-f]{4}/);
    for (const other of [first, third]) {
      expect(await readFormerChildren(world.distributorStaff(other))).toEqual([]);
    }
    await world.sql('update tenancy.distributor set name = $2 where id = $1', [third.id, told?.name]);
    const ofFirst = downlineIncomeSchema.parse(await readDownlineIncome(world.distributorStaff(first), 30));
    expect(new Map(ofFirst.children.map((child) => [child.id, child.income.amount]))).toEqual(
      new Map([
        [third.id, '4.00'],
        [second.id, '2.00'],
      ]),
    );
    expect((await readDownlineIncome(world.distributorStaff(third), 30)).children).toEqual([]);

    await freezeDistributor(staff, first.id, 'papers');
    const person = world.distributorStaff(first);
    expect([await codeOf(assertMayAct(person)), await codeOf(assertMayLook(person))]).toEqual([
      'distributor_frozen',
      'done',
    ]);
    // Its downline sells on, and what it is owed becomes available all the same.
    const sold = await placeFor(world, skuId);
    await payFor(world, sold);
    await world.database.advanceClock('8 days');
    await sweepRelease(world.core, world.tenantId, 'test');
    const released = await world.balances();
    expect([released['2010 L1'], released['2020 L1']]).toEqual([undefined, -1000n]);
    await unfreezeDistributor(staff, first.id, 'papers came');
    expect(await codeOf(assertMayAct(person))).toBe('done');
    expect(await codeOf(closeDistributor(staff, first.id, 'x'))).toBe('distributor_not_empty');
  });

  it('of a frozen shop’s buyers is not taken: it shows that it is closed', async () => {
    const [, , third] = world.chain;
    if (third === undefined) throw new Error('no chain');
    const staff = world.staff();
    await freezeDistributor(staff, third.id, 'papers');
    expect((await resolveHost(world.database.db, `${world.shop.slug}.localhost`))?.status).toBe('closed');
    expect(await codeOf(placeFor(world, await world.addSku()))).toBe('shop_closed');
    await unfreezeDistributor(staff, third.id, 'done');
  });
});
