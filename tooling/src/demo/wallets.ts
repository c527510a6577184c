import { randomUUID } from 'node:crypto';
import type { DistributorId, GatewayAccountId, SkuId, TopUpId } from '@keyfall/contracts';
import { fromMoneyDto } from '@keyfall/contracts';
import type { Core, Ctx, DistributorPrincipal, StaffPrincipal } from '@keyfall/core';
import { sweepDeliver } from '@keyfall/core/delivery';
import { capturePayment } from '@keyfall/core/payments';
import { listGoods, placePurchase, quotePurchase } from '@keyfall/core/purchases';
import {
  confirmBankTopUp,
  declareBankTopUp,
  refuseBankTopUp,
  rejectPayBack,
  requestPayBack,
  saveBankAccount,
  setBonusRules,
  setCreditLimit,
  setLowMark,
  startTopUp,
} from '@keyfall/core/wallet';
import { compareUnitPrices, parseCurrency, parseRate, parseUnitPrice } from '@keyfall/money';
import { takenAt } from './history-gateway.ts';
import type { DemoChain } from './chain.ts';

export interface DemoWalletsWorld {
  readonly core: Core;
  readonly owner: Ctx<StaffPrincipal>;
  /** Another person than the owner: who declares does not confirm. */
  readonly support: Ctx<StaffPrincipal>;
  readonly chain: DemoChain;
  readonly accountId: GatewayAccountId;
}

const CNY = 'CNY';

/**
 * Wallets in every state: one topped up by the gateway, spent on two purchases and topped up again with bonus, one on credit and low, bank
 * transfers declared, confirmed and refused, one declared by staff that the owner has to decide; one that wants part of its money
 * back by the way it came, and was turned down once.
 */
export async function makeWallets(world: DemoWalletsWorld): Promise<void> {
  const { owner, support, chain } = world;
  const [first, second, third] = chain.distributors;
  if (!first || !second || !third) throw new Error('the demo has three levels');
  await setBonusRules(owner, [
    { amountFrom: 100_000n, currency: CNY, percent: parseRate('2') },
    { amountFrom: 1_000_000n, currency: CNY, percent: parseRate('5') },
  ]);
  const account = {
    bank: '招商银行 China Merchants Bank',
    holder: '星河数字有限公司',
    number: '7559 0012 3456 789',
    enabled: true,
  };
  const bankAccountId = (await saveBankAccount(owner, account)).id;
  await setCreditLimit(owner, {
    distributorId: second,
    limit: 500_000n,
    currency: CNY,
    reason: '合作满一年 One year together',
  });
  await setCreditLimit(owner, { distributorId: second, limit: 800_000n, currency: CNY, reason: '旺季 High season' });

  const transfer = { bankAccountId, currency: CNY, note: '' };
  const declare = async (by: DistributorId, amount: bigint, payerName: string) =>
    (await declareBankTopUp(distributorCtx(world, by), { ...transfer, clientRef: randomUUID(), amount, payerName }))
      .topUpId;
  const confirmed = await declare(first, 2_000_000n, '华东渠道有限公司');
  await confirmBankTopUp(owner, { topUpId: confirmed, bankLine: '20261103-000187' });
  const refused = await declare(second, 300_000n, '云仓贸易');
  await refuseBankTopUp(owner, { topUpId: refused, reason: '流水中无此笔 Not on the statement' });
  await declare(third, 1_200_000n, '小鹿数码有限公司');
  await declareBankTopUp(support, {
    ...transfer,
    clientRef: randomUUID(),
    distributorId: second,
    amount: 150_000n,
    payerName: '云仓贸易',
    note: '电话告知 Told by phone',
  });

  const buyer = distributorCtx(world, third);
  // Too little each for a bonus: what is paid with a bonus can be in no invoice, and these purchases are to be.
  for (const amount of [90_000n, 90_000n]) await topUpByGateway(world, buyer, amount);
  await setLowMark(buyer, { lowMark: 200_000n, currency: CNY });
  await buy(world, buyer, [20, 5]);
  await buy(world, buyer, [30]);
  await topUpByGateway(world, buyer, 3_000_000n);
  const onCredit = distributorCtx(world, second);
  await setLowMark(onCredit, { lowMark: 780_000n, currency: CNY });
  await buy(world, onCredit, [10]);

  const leaving = distributorCtx(world, first);
  const topUpId = await topUpByGateway(world, leaving, 80_000n);
  const wish = { topUpId, currency: CNY, payeeId: null };
  const early = await requestPayBack(leaving, { ...wish, clientRef: randomUUID(), amount: 80_000n });
  await rejectPayBack(owner, {
    payBackId: early.payBackId,
    reason: '请保留本月采购款 Keep what this month’s purchases need',
  });
  await requestPayBack(leaving, { ...wish, clientRef: randomUUID(), amount: 30_000n });
}

function distributorCtx({ core, owner }: DemoWalletsWorld, distributorId: DistributorId): Ctx<DistributorPrincipal> {
  const { tenantId, loginId, membershipId, sessionId } = owner.principal;
  return {
    core,
    principal: {
      kind: 'distributor',
      tenantId,
      distributorId,
      // Somebody of the distributor's own: whoever confirms is another person.
      loginId: distributorId as unknown as typeof loginId,
      membershipId,
      sessionId,
      role: 'owner',
      steppedUp: true,
    },
    requestId: 'demo',
    ip: null,
    userAgent: null,
    locale: 'zh-CN',
  };
}

async function topUpByGateway(
  world: DemoWalletsWorld,
  buyer: Ctx<DistributorPrincipal>,
  amount: bigint,
): Promise<TopUpId> {
  const { core, accountId } = world;
  const { topUpId, attemptId } = await startTopUp(buyer, { clientRef: randomUUID(), accountId, amount, currency: CNY });
  await capturePayment(core, {
    tenantId: buyer.principal.tenantId,
    accountId,
    provider: 'sandbox',
    reference: attemptId,
    transaction: {
      transactionId: `hist_${randomUUID()}`,
      amount,
      currency: CNY,
      fee: (amount * 6n) / 1_000n,
      paidAt: takenAt(new Date()),
    },
    requestId: 'demo',
  });
  return topUpId;
}

/** Buys so many units of the cheapest goods there is enough of. */
async function buy(
  world: DemoWalletsWorld,
  buyer: Ctx<DistributorPrincipal>,
  quantities: readonly number[],
): Promise<void> {
  const { items } = await listGoods(buyer, { limit: 200 });
  const stocked = items
    .filter((goods) => goods.available >= 100 && goods.faceRange === null && goods.currency === CNY)
    .toSorted((a, b) => compareUnitPrices(parseUnitPrice(a.unitPrice), parseUnitPrice(b.unitPrice)));
  const lines = quantities.flatMap((quantity, index) => {
    const goods = stocked[index];
    return goods === undefined ? [] : [{ skuId: goods.skuId as SkuId, quantity }];
  });
  const { total } = await quotePurchase(buyer, lines);
  if (total === null) throw new Error('the demo has no goods to buy');
  const { minor, currency } = fromMoneyDto(total);
  await placePurchase(buyer, {
    clientRef: randomUUID(),
    lines,
    expectedTotal: minor,
    currency: parseCurrency(currency),
  });
  await sweepDeliver(world.core, buyer.principal.tenantId, 'demo');
}
