import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepDeliver, sweepOutbox } from '../delivery/index.ts';
import { payFor, placeFor } from '../orders/testing/sale-steps.ts';
import { createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { sweepMails } from './index.ts';

let world: SaleWorld;
beforeAll(async () => {
  world = await createSaleWorld();
});
afterAll(() => world.close());

const contact = { mail: 'buyer@example.com', phone: null };

async function settle(): Promise<void> {
  await sweepOutbox(world.core, world.tenantId, 'test');
  await sweepMails(world.core, world.tenantId, 'test');
}
const inMinutes = async (minutes: number): Promise<Date> =>
  (await world.sql<{ at: Date }>('select app.now() + make_interval(mins => $1) as at', [minutes]))[0]!.at;
const textsOf = (orderNo: string): string[] =>
  world.outside.mails.filter((mail) => mail.subject.includes(orderNo)).map((mail) => mail.text);

/** A moment as mails write it, in the tenant's zone. */
const written = (at: Date): string =>
  new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'Asia/Shanghai' }).format(at);

describe('the mail of an order that is handed over at a set time', () => {
  it('says when, at the payment; and once more when it is there', async () => {
    const skuId = await world.addSku();
    await world.addCodes(skuId, 1);
    const deliverAt = await inMinutes(3 * 24 * 60);
    const order = await placeFor(world, skuId, 1, { deliverAt, contact });
    await payFor(world, order);
    await settle();
    expect(textsOf(order.orderNo)).toHaveLength(1);
    expect(textsOf(order.orderNo)[0]).toContain(`It will be delivered on ${written(deliverAt)}`);
    await world.database.advanceClock('73 hours');
    await sweepDeliver(world.core, world.tenantId, 'test');
    await settle();
    expect(textsOf(order.orderNo)).toHaveLength(2);
    expect(textsOf(order.orderNo)[1]).toContain('Open the order to see what you bought');
  });

  it('says it as well where the goods themselves are delayed', async () => {
    const skuId = await world.addSku({ columns: { delivery_delay_seconds: 2 * 24 * 3_600 } });
    await world.addCodes(skuId, 1);
    const order = await placeFor(world, skuId, 1, { contact });
    await payFor(world, order);
    await settle();
    expect(textsOf(order.orderNo)[0]).toContain(`It will be delivered on ${written(await inMinutes(2 * 24 * 60))}`);
  });
});
