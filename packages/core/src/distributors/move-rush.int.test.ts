import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDomainError } from '../errors.ts';
import { brokenInvariants, payFor, placeFor, stateOf } from '../orders/testing/sale-steps.ts';
import { createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { moveDistributor } from './move-distributor.ts';
import { viewsOf } from './testing/tree-world.ts';

const BUYERS = 30;
const MOVES = 14;

let world: SaleWorld;
beforeAll(async () => {
  world = await createSaleWorld();
  await world.sql('update tenancy.tenant set income_depth = 5 where tenant_id = $1', [world.tenantId]);
});
afterAll(async () => {
  const broken = await brokenInvariants(world);
  await world.close();
  expect(broken).toEqual([]);
});

describe('a subtree that moves while its shop sells', () => {
  it('costs no order anything: each pays one chain or the other, and nobody meets a deadlock', async () => {
    const [first, second, third] = world.chain;
    if (first === undefined || second === undefined || third === undefined) throw new Error('no chain');
    const skuId = await world.addSku();
    await world.addCodes(skuId, BUYERS);
    const buyers = await Promise.all(Array.from({ length: BUYERS }, () => world.addBuyer()));
    const staff = world.staff();
    const moving = (async () => {
      // Up to the first level and back below the second, again and again.
      for (let turn = 0; turn < MOVES; turn += 1) {
        const parentId = turn % 2 === 0 ? first.id : second.id;
        await moveDistributor(staff, third.id, { parentId, reason: 'rush' });
      }
    })();
    const selling = buyers.map(async (buyer) => {
      const order = await placeFor(world, skuId, 1, { buyer });
      await payFor(world, order);
      return await stateOf(world, order);
    });
    const outcomes = await Promise.allSettled([moving, ...selling]);
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected' && !isDomainError(outcome.reason));
    expect(failures).toEqual([]);
    expect(await Promise.all(selling)).toEqual(Array.from({ length: BUYERS }, () => 'delivered'));

    const splits = await world.sql<{ earners: string }>(
      `select string_agg(s.earner_id::text, ' ' order by s.position) as earners from orders.order_split s
        where s.tenant_id = $1 and s.position > 0 group by s.order_id`,
      [world.tenantId],
    );
    const chains = [
      [first, second, third],
      [first, third],
    ].map((chain) => chain.map(({ id }) => id).join(' '));
    expect(splits.filter(({ earners }) => !chains.includes(earners))).toEqual([]);
    expect(splits).toHaveLength(BUYERS);
    const { told, derived } = await viewsOf(world.database, { ctx: staff });
    expect(told).toEqual(derived);
  }, 60_000);
});
