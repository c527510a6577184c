import { portalTx, readSql, shopTx } from '@keyfall/db';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectItself, fund, payAt } from '../collecting/testing/collecting-steps.ts';
import { revealCodes } from '../delivery/index.ts';
import { approveRefund, requestRefund } from '../payments/index.ts';
import { sweepRelease } from './index.ts';
import { findFigures, selectableColumns } from './testing/find-figures.ts';
import { payFor, placeFor, type TestOrder } from './testing/sale-steps.ts';
import { createSaleWorld, type SaleWorld, type TestDistributor } from './testing/sale-world.ts';

/** Every figure of the chain is unlike any other, in minor units: where one shows up, it can only be that one. */
const SUPPLIER = 19_913n;
const COST = { L1: 21_119n, L2: 23_339n, L3: 27_779n };
const RETAIL = 31_223n;
const SHARE = { house: COST.L1, L1: COST.L2 - COST.L1, L2: COST.L3 - COST.L2, L3: RETAIL - COST.L3 };

let world: SaleWorld;
let order: TestOrder;
let sibling: TestDistributor;
beforeAll(async () => {
  world = await createSaleWorld();
  const price = (minor: bigint): string => `${minor / 100n}.${minor % 100n}`;
  const skuId = await world.addSku({
    costs: [price(COST.L1), price(COST.L2), price(COST.L3)],
    retail: price(RETAIL),
    supplierCost: price(SUPPLIER),
  });
  await world.addSecretCodes(skuId, ['LEAK-1', 'LEAK-2']);
  await world.sql('update inventory.card_code set unit_cost = $1 where sku_id = $2', [SUPPLIER, skuId]);
  sibling = await world.addDistributor(world.chain[1]!);
  await world.addShop(sibling);
  order = await placeFor(world, skuId, 1, { buyer: await world.addBuyer(world.shop, { account: true }) });
  await payFor(world, order, { fee: 0n });
  // The same sale once more, its seller collecting the money itself: what it is charged is its cost.
  const account = await collectItself(world);
  await fund(world, world.chain[2]!.id, 1_000_000n);
  const collected = await placeFor(world, skuId, 1, { buyer: order.buyer });
  await payAt(world, account, collected);
  await revealCodes(order.buyer, { orderNo: order.orderNo, line: 1 });
  await world.sql('update orders.commission_line set release_at = app.now()');
  await sweepRelease(world.core, world.tenantId, 'leak');
  const { refundId } = await requestRefund(world.staff(), { orderNo: order.orderNo, goodwill: 100n, reason: 'leak' });
  await approveRefund(world.staff(), { refundId });
});
afterAll(async () => {
  await world.close();
});

const asPortal = async (distributor: TestDistributor, figures: Readonly<Record<string, bigint>>): Promise<string[]> => {
  const columns = await selectableColumns(world, 'kf_portal');
  expect(columns.length).toBeGreaterThan(100);
  return await portalTx(world.core.db, { tenantId: world.tenantId, distributorId: distributor.id }, (tx) =>
    findFigures(tx, columns, figures),
  );
};

describe('what a distributor can read of a sale through a chain of three', () => {
  it('shows the seller its own share and cost, and no figure of anybody above', async () => {
    const own = await asPortal(world.chain[2]!, { 'own cost': COST.L3, 'own share': SHARE.L3 });
    expect(own).toEqual(
      expect.arrayContaining([
        'orders.order_split.unit_cost shows own cost',
        'orders.commission_line.amount shows own share',
        'wallet.charge.amount shows own cost',
      ]),
    );
    const leaks = await asPortal(world.chain[2]!, {
      'supplier cost': SUPPLIER,
      'house share': SHARE.house,
      'cost of L2': COST.L2,
      'share of L1': SHARE.L1,
      'share of L2': SHARE.L2,
    });
    expect(leaks).toEqual([]);
  });

  it('shows the middle its own share and what its child pays it, nothing above and nothing of the sale below', async () => {
    const own = await asPortal(world.chain[1]!, { 'own share': SHARE.L2, 'what the child pays': COST.L3 });
    expect(own).toEqual(
      expect.arrayContaining([
        'orders.commission_line.amount shows own share',
        'orders.order_split.unit_price shows what the child pays',
      ]),
    );
    const leaks = await asPortal(world.chain[1]!, {
      'supplier cost': SUPPLIER,
      'house share': SHARE.house,
      'share of L1': SHARE.L1,
      'share of the seller': SHARE.L3,
    });
    expect(leaks).toEqual([]);
    const orders = await portalTx(
      world.core.db,
      { tenantId: world.tenantId, distributorId: world.chain[1]!.id },
      (tx) =>
        readSql(
          tx,
          sql`select order_no from orders.sales_order union all select order_id::text from orders.order_line union all select id::text from people.buyer`,
        ),
    );
    expect(orders).toEqual([]);
  });

  it('shows a sibling nothing at all', async () => {
    const leaks = await asPortal(sibling, {
      'supplier cost': SUPPLIER,
      'house share': SHARE.house,
      'cost of L2': COST.L2,
      'cost of L3': COST.L3,
      'share of L1': SHARE.L1,
      'share of L2': SHARE.L2,
      'share of L3': SHARE.L3,
    });
    expect(leaks).toEqual([]);
  });
});

describe('what a buyer can read of it', () => {
  it('shows the price paid and no cost or share of anybody', async () => {
    const columns = await selectableColumns(world, 'kf_shop');
    expect(columns.length).toBeGreaterThan(60);
    expect(columns.filter(({ column }) => /charge|collected/.test(column))).toEqual([]);
    const { shopId, buyerId } = order.buyer.principal;
    const find = async (figures: Readonly<Record<string, bigint>>) =>
      await shopTx(world.core.db, { tenantId: world.tenantId, shopId, buyerId }, (tx) =>
        findFigures(tx, columns, figures),
      );
    expect(await find({ retail: RETAIL })).toContain('orders.sales_order.amount shows retail');
    expect(
      await find({
        'supplier cost': SUPPLIER,
        'house share': SHARE.house,
        'cost of L2': COST.L2,
        'cost of L3': COST.L3,
        'share of L1': SHARE.L1,
        'share of L2': SHARE.L2,
        'share of L3': SHARE.L3,
      }),
    ).toEqual([]);
  });
});
