import { INCOME_MODELS } from '@keyfall/contracts';
import { portalTx, shopTx } from '@keyfall/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFigures, selectableColumns, type Column, type Figures } from './testing/find-figures.ts';
import { makeLeakScene, type LeakReader, type LeakScene } from './testing/leak-scene.ts';
import type { TestDistributor } from './testing/sale-world.ts';

describe.each(INCOME_MODELS)('of two sales beneath the same uplines in the model %s', (model) => {
  let scene: LeakScene;
  let columns: readonly Column[];
  beforeAll(async () => {
    scene = await makeLeakScene(model);
    columns = await selectableColumns(scene.world, 'kf_portal');
  });
  afterAll(() => scene.world.close());

  const readBy = async (distributor: TestDistributor, figures: Figures, texts: readonly string[] = []) =>
    await portalTx(scene.world.core.db, { tenantId: scene.world.tenantId, distributorId: distributor.id }, (tx) =>
      findFigures(tx, columns, figures, texts),
    );
  const leaksTo = async (reader: LeakReader, distributor: TestDistributor) =>
    await readBy(distributor, scene.hiddenFrom(reader), scene.textsHiddenFrom(reader));
  const pick = (name: string): Figures => ({ [name]: scene.figures[name]! });

  it('the seller reads its own income and nothing of uplines, sibling and what the sibling sold', async () => {
    const seller = scene.world.chain[2]!;
    expect(await readBy(seller, pick('L3 of L3'))).toContain('orders.commission_line.amount shows L3 of L3');
    expect(await leaksTo('L3', seller)).toEqual([]);
  });

  it('the upline reads what each child’s sale contributed to its income, and no buyer and no code of either', async () => {
    const middle = scene.world.chain[1]!;
    for (const name of ['L2 of L3', 'L2 of sibling']) {
      expect(await readBy(middle, pick(name))).toContain(`orders.commission_line.amount shows ${name}`);
    }
    expect(await leaksTo('L2', middle)).toEqual([]);
  });

  it('the top and the sibling read theirs and nothing else', async () => {
    expect(await leaksTo('L1', scene.world.chain[0]!)).toEqual([]);
    expect(await leaksTo('sibling', scene.sibling)).toEqual([]);
  });

  it('a buyer reads no cost and nobody’s income', async () => {
    const { world, order } = scene;
    const { shopId, buyerId } = order.buyer.principal;
    const ofShop = await selectableColumns(world, 'kf_shop');
    const found = await shopTx(world.core.db, { tenantId: world.tenantId, shopId, buyerId }, (tx) =>
      findFigures(tx, ofShop, scene.hiddenFrom('buyer'), scene.textsHiddenFrom('buyer')),
    );
    expect(found).toEqual([]);
  });
});
