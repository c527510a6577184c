import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { fromMoneyDto, type MoneyDto, type PayeeId, type WithdrawalId } from '@keyfall/contracts';
import { secret, systemCtx, type Core, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '@keyfall/core';
import { getDistributor, updateDistributor } from '@keyfall/core/distributors';
import { listIncome, sweepRelease } from '@keyfall/core/orders';
import { approveRefund, requestRefund, sweepRefunds } from '@keyfall/core/payments';
import { advanceDemoClock } from '@keyfall/core/tenants';
import {
  approveWithdrawal,
  createPayoutAccount,
  previewWithdrawal,
  readWithdrawalDesk,
  rejectWithdrawal,
  requestWithdrawal,
  savePayee,
  submitWithdrawals,
  sweepPayouts,
  type PayoutRail,
  type PayoutRailFactory,
  type PayoutReport,
} from '@keyfall/core/withdrawals';
import { putMerchant } from '../sandbox/gateway/merchants.ts';
import type { Merchant } from '../sandbox/gateway/merchants.ts';
import { createPayout, putNextOutcome } from '../sandbox/payouts/payouts.ts';
import { DEFAULT_SETTINGS } from '../sandbox/settings.ts';
import { createClock } from '../sandbox/store/clock.ts';
import { openStore } from '../sandbox/store/open-store.ts';

/** The payout rail of the demo's past: it answers what the demo wants next. */
class HistoryRail implements PayoutRail {
  readonly provider = 'sandbox';
  next: PayoutReport['state'] = 'paid';

  pay(): Promise<PayoutReport> {
    const providerRef = `hist_${randomUUID()}`;
    if (this.next === 'failed') return Promise.resolve({ state: 'failed', providerRef, failure: 'account_closed' });
    if (this.next === 'unknown') return Promise.resolve({ state: 'unknown' });
    return Promise.resolve({ state: 'paid', providerRef, cost: 10n });
  }

  query(): Promise<{ readonly state: 'not_found' }> {
    return Promise.resolve({ state: 'not_found' });
  }
}

const rail = new HistoryRail();
export const historyRails: PayoutRailFactory = { open: () => rail };

export interface WithdrawalWorld {
  readonly core: Core;
  readonly owner: Ctx<StaffPrincipal>;
  readonly finance: Ctx<StaffPrincipal>;
  readonly support: Ctx<StaffPrincipal>;
  /** Owners of the three levels, from the top. */
  readonly portal: readonly Ctx<DistributorPrincipal>[];
  readonly merchant: Merchant;
  readonly sandboxUrl: string;
  readonly stateDir: string;
}

const HOLDERS = ['华东数码有限公司', '云仓科技有限公司', '小鹿数码有限公司'] as const;

/** Withdrawals in every state and a debt, by the use cases. */
export async function makeWithdrawals(world: WithdrawalWorld): Promise<void> {
  const { core, owner } = world;
  const { tenantId } = owner.principal;
  const operator = systemCtx(core, tenantId, 'operator', 'demo');
  const { accountId } = await createPayoutAccount(operator, {
    provider: 'sandbox',
    name: '沙盒打款 Sandbox payouts',
    config: { merchantId: world.merchant.id, baseUrl: world.sandboxUrl },
    apiKey: secret(world.merchant.api_key),
  });
  const bank = await createPayoutAccount(operator, { provider: 'bank_file', name: '招商银行 基本户' });
  // Payees of yesterday have cooled off today.
  await advanceDemoClock(core.db, '-26 hours');
  const desks: Desk[] = [];
  for (const [index, ctx] of world.portal.entries())
    desks.push(new Desk(world, ctx, await makePayee(owner, ctx, HOLDERS[index] ?? ''), accountId));
  await advanceDemoClock(core.db, '26 hours');
  await sweepRelease(core, tenantId, 'demo');
  const [first, second, third] = desks;
  if (first === undefined || second === undefined || third === undefined) throw new Error('the demo has three levels');
  await first.send(500n, 'paid');
  await first.approve(await first.ask(300n));
  // On its way in a bank's file, which waits to be downloaded and for what the bank says.
  const withdrawalIds = [await first.approve(await first.ask(400n))];
  await submitWithdrawals(owner, { withdrawalIds, accountId: bank.accountId });
  await first.ask(800n);
  await second.send(400n, 'failed');
  keepUnknownAtSandbox(world, await second.send(300n, 'unknown'), 300n);
  await rejectWithdrawal(owner, {
    withdrawalId: await second.ask(200n),
    reason: '请先补充开票资料 Send the invoice first',
  });
  // The seller takes out all it has; then an order is refunded, and its part of that is owed.
  await third.send(await third.available(), 'paid');
  await makeDebt(world);
  const [, , seller] = world.portal;
  if (seller !== undefined) {
    await savePayee(seller, { kind: 'alipay', holder: '张小鹿', number: '13800138000' });
  }
}

async function makePayee(owner: Ctx<StaffPrincipal>, ctx: Ctx<DistributorPrincipal>, holder: string): Promise<PayeeId> {
  const { distributorId } = ctx.principal;
  const found = await getDistributor(owner, distributorId);
  await updateDistributor(
    owner,
    { id: distributorId, version: found.version },
    {
      code: found.code,
      name: found.name,
      profile: { ...found.profile, legalName: holder },
    },
  );
  const number = `62220212${String(Math.abs(hash(holder)))
    .padStart(8, '0')
    .slice(0, 8)}`;
  const { payeeId } = await savePayee(ctx, { kind: 'bank_account', holder, number, bankName: '招商银行' });
  return payeeId;
}

function hash(text: string): number {
  return [...text].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 100_000_000, 7);
}

/** One distributor at its desk, and the two people who decide. */
class Desk {
  readonly #world: WithdrawalWorld;
  readonly #ctx: Ctx<DistributorPrincipal>;
  readonly #payeeId: PayeeId;
  readonly #accountId: string;

  constructor(world: WithdrawalWorld, ctx: Ctx<DistributorPrincipal>, payeeId: PayeeId, accountId: string) {
    this.#world = world;
    this.#ctx = ctx;
    this.#payeeId = payeeId;
    this.#accountId = accountId;
  }

  async available(): Promise<bigint> {
    return fromMoneyDto((await readWithdrawalDesk(this.#ctx)).available).minor;
  }

  async ask(amount: bigint): Promise<WithdrawalId> {
    const wish = { payeeId: this.#payeeId, amount, currency: 'CNY' };
    const shown = await previewWithdrawal(this.#ctx, wish);
    const minor = (dto: MoneyDto): bigint => fromMoneyDto(dto).minor;
    const signed = { fee: minor(shown.fee), taxWithheld: minor(shown.taxWithheld), net: minor(shown.net) };
    const { withdrawalId } = await requestWithdrawal(this.#ctx, { ...wish, clientRef: randomUUID(), signed });
    return withdrawalId;
  }

  async approve(withdrawalId: WithdrawalId): Promise<WithdrawalId> {
    await approveWithdrawal(this.#world.finance, { withdrawalId });
    return withdrawalId;
  }

  async send(amount: bigint, ending: PayoutReport['state']): Promise<WithdrawalId> {
    const { core, owner } = this.#world;
    const withdrawalId = await this.approve(await this.ask(amount));
    rail.next = ending;
    await submitWithdrawals(owner, { withdrawalIds: [withdrawalId], accountId: this.#accountId });
    await sweepPayouts(core, owner.principal.tenantId, 'demo');
    return withdrawalId;
  }
}

async function makeDebt({ core, owner, support, portal }: WithdrawalWorld): Promise<void> {
  const seller = portal.at(-1);
  if (seller === undefined) return;
  const income = await listIncome(seller, { limit: 200 });
  const line = income.items.find((one) => one.state === 'available' && one.viaChild === null);
  if (line === undefined) return;
  const { refundId } = await requestRefund(support, { orderNo: line.orderNo, reason: 'The code was used before.' });
  await approveRefund(owner, { refundId });
  await sweepRefunds(core, owner.principal.tenantId, 'demo');
}

/** The sandbox says nothing about this one, so that it stays what the demo shows until somebody settles it. */
function keepUnknownAtSandbox(world: WithdrawalWorld, withdrawalId: WithdrawalId, net: bigint): void {
  const store = openStore(path.join(world.stateDir, 'sandbox'));
  try {
    putMerchant(store, world.merchant);
    putNextOutcome(store, 'unknown');
    const gateway = { store, settings: DEFAULT_SETTINGS, clock: createClock(store, Date.now), wakeSender: () => {} };
    createPayout(gateway, world.merchant.id, {
      reference: withdrawalId,
      amount: net,
      currency: 'CNY',
      payee: { kind: 'bank_account', holder: HOLDERS[1], number: '0000', bank_name: null, branch: null },
      note: 'demo',
    });
    putNextOutcome(store, 'paid');
  } finally {
    store.close();
  }
}

/** The owner of a distributor's portal as the use cases want one; the demo has no session of its own. */
export function portalCtx(
  owner: Ctx<StaffPrincipal>,
  person: Pick<DistributorPrincipal, 'loginId' | 'membershipId' | 'distributorId'>,
): Ctx<DistributorPrincipal> {
  const { tenantId, sessionId } = owner.principal;
  return {
    ...owner,
    principal: { kind: 'distributor', tenantId, role: 'owner', steppedUp: true, sessionId, ...person },
  };
}
