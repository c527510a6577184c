import { randomUUID } from 'node:crypto';
import { NIL_UUID, fromMoneyDto, type DistributorId, type LoginId } from '@keyfall/contracts';
import type { Ctx, DistributorPrincipal } from '@keyfall/core';
import { placePurchase, quotePurchase, type PlacedPurchase } from '@keyfall/core/purchases';
import { BENCH_SKU, type BenchWorld } from './bench-world.ts';

/** A distributor that buys for itself. */
export interface BenchPurchaser {
  readonly ctx: Ctx<DistributorPrincipal>;
  buy(quantity: number): Promise<PlacedPurchase>;
}

const PLENTY = '1000000000000';

/** The last of the chain with more in its wallet than a benchmark can spend. */
export async function makePurchaser(world: BenchWorld): Promise<BenchPurchaser> {
  const { core, tenant, admin } = world;
  const { distributorId } = tenant.shop;
  await admin.query(
    `select ledger.post($1, gen_random_uuid(), 'bench:wallet', 'adjustment', 'CNY', array['3010', '2040'], array[$2, $3]::uuid[], array[$4::bigint, -$4::bigint])`,
    [tenant.tenantId, NIL_UUID, distributorId, PLENTY],
  );
  const { sessionId, membershipId } = tenant.owner.principal;
  const ctx: Ctx<DistributorPrincipal> = {
    core,
    principal: {
      kind: 'distributor',
      tenantId: tenant.tenantId,
      distributorId: distributorId as DistributorId,
      loginId: randomUUID() as LoginId,
      membershipId,
      sessionId,
      role: 'owner',
      steppedUp: true,
    },
    requestId: 'bench',
    ip: null,
    userAgent: null,
    locale: 'en',
  };
  const sku = tenant.skus.get(BENCH_SKU);
  if (sku === undefined) throw new Error('the seed has no SKU to buy');
  const prices = new Map<number, Promise<bigint>>();
  const priceOf = async (quantity: number): Promise<bigint> => {
    const { total } = await quotePurchase(ctx, [{ skuId: sku.id, quantity }]);
    if (total === null) throw new Error('the seed gives no price');
    return fromMoneyDto(total).minor;
  };
  return {
    ctx,
    async buy(quantity) {
      const price = prices.get(quantity) ?? priceOf(quantity);
      prices.set(quantity, price);
      return await placePurchase(ctx, {
        clientRef: randomUUID(),
        lines: [{ skuId: sku.id, quantity }],
        expectedTotal: await price,
        currency: 'CNY',
      });
    },
  };
}
