import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportOrders, exportPortalOrders, type OrderFile } from './index.ts';
import { placeFor } from './testing/sale-steps.ts';
import { createSaleWorld, type SaleWorld } from './testing/sale-world.ts';

let world: SaleWorld;
let orderNos: string[];

beforeAll(async () => {
  world = await createSaleWorld();
  const skuId = await world.addSku();
  await world.addCodes(skuId, 5);
  orderNos = [];
  for (let n = 0; n < 5; n += 1) {
    const order = await placeFor(world, skuId, 1, { contact: { mail: `buyer${n}@example.com`, phone: null } });
    orderNos.unshift(order.orderNo);
  }
  await world.sql(
    `update orders.order_line set product_name_en = '=HYPERLINK("http://evil")', product_name_zh = '甲,乙'`,
  );
});
afterAll(() => world.close());

async function textOf(file: OrderFile): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of file.pieces) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

const rowsOf = (text: string): string[] => text.trimEnd().split('\r\n').slice(1);

describe('the file of orders', () => {
  it('has every order of the filter once, newest first, over as many pages as it takes', async () => {
    const text = await textOf(exportOrders(world.staff('finance'), {}, 2));
    expect(text.startsWith('\ufefforder_no,state,created_at')).toBe(true);
    expect(rowsOf(text).map((row) => row.split(',')[0])).toEqual(orderNos);
    const oldest = await textOf(exportOrders(world.staff('finance'), { sort: 'oldest' }, 2));
    expect(rowsOf(oldest).map((row) => row.split(',')[0])).toEqual(orderNos.toReversed());
    const none = await textOf(exportOrders(world.staff('finance'), { states: ['delivered'] }));
    expect(rowsOf(none)).toEqual([]);
    const one = await textOf(exportOrders(world.staff('owner'), { q: orderNos[2] }));
    expect(rowsOf(one)).toHaveLength(1);
  });

  it('runs nothing in a spreadsheet, keeps commas in their cells and tells contacts to those who may see them', async () => {
    const text = await textOf(exportOrders({ ...world.staff('owner'), locale: 'en' }, { q: orderNos[0] }));
    expect(text).toContain(`"'=HYPERLINK(""http://evil"")`);
    expect(text).toContain('buyer4@example.com');
    const chinese = await textOf(exportOrders({ ...world.staff('auditor'), locale: 'zh-CN' }, { q: orderNos[0] }));
    expect(chinese).toContain('"甲,乙');
    expect(chinese).not.toContain('@example.com');
  });

  it('of the portal has a distributor’s own orders and nobody else’s', async () => {
    const [upper, , seller] = world.chain;
    const own = await textOf(exportPortalOrders(world.distributorStaff(seller!), {}));
    expect(rowsOf(own)).toHaveLength(5);
    expect(own).not.toContain(seller!.id);
    expect(rowsOf(await textOf(exportPortalOrders(world.distributorStaff(upper!), {})))).toEqual([]);
  });

  it('is told in the audit without what was searched for', async () => {
    await textOf(exportOrders(world.staff('owner'), { q: 'buyer1@example.com' }));
    const [entry] = await world.sql<{ data: unknown }>(
      `select data from audit.entry where action = 'orders.export' order by created_at desc limit 1`,
    );
    expect(entry?.data).toEqual({ searched: true });
  });
});
