import { randomInt, randomUUID } from 'node:crypto';
import type { DistributorId, GatewayAccountId, LoginId, SessionId } from '@keyfall/contracts';
import { isDomainError, type BuyerPrincipal, type Core, type Ctx, type StaffPrincipal } from '@keyfall/core';
import { sweepOutbox } from '@keyfall/core/delivery';
import { sweepFold } from '@keyfall/core/ledger';
import { sweepMails } from '@keyfall/core/mailing';
import { placeOrder, sweepRelease } from '@keyfall/core/orders';
import { approveRefund, requestRefund, sweepClosing, sweepRefunds } from '@keyfall/core/payments';
import { advanceDemoClock } from '@keyfall/core/tenants';
import { uuidv7 } from 'uuidv7';
import type { DemoSku } from './catalog.ts';
import type { DemoShop } from './chain.ts';
import { REFERRAL_CODE, isPercentageSku, makeIncomeRules } from './income.ts';
import { makeGuest } from './make-guest.ts';
import { payOrder } from './pay-order.ts';

const DAYS = 90;
const BUYERS_PER_SHOP = 24;
const AT_ONCE = 4;

export interface HistoryWorld {
  readonly core: Core;
  readonly owner: Ctx<StaffPrincipal>;
  readonly support: Ctx<StaffPrincipal>;
  readonly accountId: GatewayAccountId;
  readonly shops: readonly DemoShop[];
  readonly skus: readonly DemoSku[];
}

/**
 * Ninety days of orders, each placed, paid and delivered by the use cases at its own time: the demo clock starts in the
 * past and walks to the present. Some orders are refunded, one waits for a refund's second person, some were never paid.
 * Answers the buyers.
 */
export async function makeHistory(
  world: HistoryWorld,
  log: (line: string) => void,
): Promise<readonly Ctx<BuyerPrincipal>[]> {
  const { core } = world;
  const buyers = await makeBuyers(world);
  await advanceDemoClock(core.db, `-${DAYS} days`);
  let paid = 0;
  try {
    // In the past like the orders that go by them.
    await makeIncomeRules(world.owner, world.skus, referrerOf(world));
    for (let day = 0; day < DAYS; day += 1) {
      const count = ordersOfDay(day);
      for (let done = 0; done < count; done += AT_ONCE) {
        const batch = Array.from({ length: Math.min(AT_ONCE, count - done) }, () => makeOrder(world, pick(buyers)));
        const numbers = (await Promise.all(batch)).filter((orderNo) => orderNo !== undefined);
        paid += numbers.length;
        const [first] = numbers;
        if (first !== undefined && (day * 7 + done) % 29 === 3) await refundOrder(world, first);
      }
      await advanceDemoClock(core.db, '1 day');
      await driveWork(world);
    }
  } finally {
    // Whatever happened, the clock is the present's again.
    await returnToPresent(core);
  }
  const referred = await makeReferredOrder(world, buyers);
  if (referred !== undefined) await refundOrder(world, referred);
  await makeReferredOrder(world, buyers);
  const waiting = await makeOrder(world, pick(buyers));
  if (waiting !== undefined)
    await requestRefund(world.support, { orderNo: waiting, reason: 'The buyer bought the wrong region.' });
  log(`demo: ${paid} paid orders over ${DAYS} days`);
  return buyers;
}

// What the worker would have done by the next morning: unpaid orders closed, buyers told, income released, balances folded.
async function driveWork({ core, owner }: HistoryWorld): Promise<void> {
  const { tenantId } = owner.principal;
  for (const sweep of [sweepClosing, sweepOutbox, sweepMails, sweepRelease, sweepFold]) {
    while ((await sweep(core, tenantId, 'demo-history')).done > 0);
  }
}

async function returnToPresent(core: Core): Promise<void> {
  const now = await advanceDemoClock(core.db, '0 seconds');
  const shiftSeconds = Math.round((Date.now() - now.getTime()) / 1000);
  await advanceDemoClock(core.db, `${shiftSeconds} seconds`);
}

// A shop that grows, and sells more on weekends.
function ordersOfDay(day: number): number {
  const growth = 2 + Math.floor(day / 18);
  return growth + (day % 7 >= 5 ? 2 : 0) + randomInt(3);
}

async function makeBuyers(world: HistoryWorld): Promise<readonly Ctx<BuyerPrincipal>[]> {
  const { core, owner, shops } = world;
  const buyers: Ctx<BuyerPrincipal>[] = [];
  for (const shop of shops) {
    for (let index = 0; index < BUYERS_PER_SHOP; index += 1) {
      const buyer = await makeGuest(core, {
        tenantId: owner.principal.tenantId,
        shop,
        mail: `${NAMES[index % NAMES.length]}${index}@example.com`,
        locale: index % 4 === 0 ? 'en' : 'zh-CN',
        requestId: `demo-${buyers.length}`,
      });
      buyers.push(buyer);
    }
  }
  return buyers;
}

const NAMES = ['lin', 'wei', 'jia', 'chen', 'yu', 'han', 'mei', 'tao', 'rui', 'anna', 'ben', 'cara'];

/** Who shares the code: the seller of the first shop. Its readers buy in the last shop, its upline's. */
function referrerOf({ shops }: HistoryWorld): DistributorId {
  const [first] = shops;
  if (first === undefined) throw new Error('the demo has two shops');
  return first.distributorId;
}

/** An order at a percentage in the upline's shop, brought by the referral code. */
async function makeReferredOrder(
  world: HistoryWorld,
  buyers: readonly Ctx<BuyerPrincipal>[],
): Promise<string | undefined> {
  const shop = world.shops.at(-1);
  return await makeOrder(
    world,
    pick(buyers.filter((buyer) => buyer.principal.shopId === shop?.id)),
    pick(world.skus.filter(isPercentageSku)),
  );
}

/** Places and pays one order; undefined where the buyer walked away or the stock was gone. */
async function makeOrder(
  world: HistoryWorld,
  buyer: Ctx<BuyerPrincipal>,
  sku = pick(world.skus.filter((one) => one.kind !== 'top_up')),
): Promise<string | undefined> {
  const shop = world.shops.find((one) => one.id === buyer.principal.shopId);
  const faceValue = sku.isRange ? String([10, 25, 50, 100][randomInt(4)]) : undefined;
  try {
    const order = await placeOrder(buyer, {
      clientRef: randomUUID(),
      lines: [
        { skuId: sku.id, quantity: randomInt(10) === 0 ? 2 : 1, ...(faceValue === undefined ? {} : { faceValue }) },
      ],
      contact: { mail: `${pick(NAMES)}@example.com`, phone: null },
      // Every percentage order of the last shop came by a link; on other goods the code says nothing.
      ...(shop === world.shops.at(-1) ? { referral: REFERRAL_CODE } : {}),
    });
    // One in twenty leaves before paying; the worker closes those.
    if (randomInt(20) === 0) return undefined;
    const at = await advanceDemoClock(world.core.db, '0 seconds');
    await payOrder(world.core, buyer, order, { accountId: world.accountId, host: shop?.host ?? '', at });
    return order.orderNo;
  } catch (error) {
    if (
      isDomainError(error, 'out_of_stock') ||
      isDomainError(error, 'sku_unavailable') ||
      isDomainError(error, 'too_many_open_orders')
    )
      return undefined;
    throw error;
  }
}

async function refundOrder(world: HistoryWorld, orderNo: string): Promise<void> {
  const { refundId } = await requestRefund(world.support, { orderNo, reason: 'The code did not work.' });
  await approveRefund(world.owner, { refundId });
  await sweepRefunds(world.core, world.owner.principal.tenantId, 'demo-history');
}

function pick<T>(list: readonly T[]): T {
  const chosen = list[randomInt(list.length)];
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
}

/** A member of staff as the use cases want one; the demo has no session of its own. */
export function staffCtx(
  core: Core,
  principal: Omit<StaffPrincipal, 'kind' | 'sessionId' | 'steppedUp'> & { readonly loginId: LoginId },
): Ctx<StaffPrincipal> {
  return {
    core,
    principal: { kind: 'staff', sessionId: uuidv7() as SessionId, steppedUp: true, ...principal },
    requestId: 'demo',
    ip: null,
    userAgent: null,
    locale: 'zh-CN',
  };
}
