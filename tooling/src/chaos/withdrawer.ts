import { randomUUID } from 'node:crypto';
import { fromMoneyDto, type LoginId, type MembershipId, type MoneyDto, type PayeeId } from '@keyfall/contracts';
import { secret, systemCtx } from '@keyfall/core';
import { getDistributor, updateDistributor } from '@keyfall/core/distributors';
import { sweepRelease } from '@keyfall/core/orders';
import { advanceDemoClock } from '@keyfall/core/tenants';
import {
  approveWithdrawal,
  createPayoutAccount,
  previewWithdrawal,
  requestWithdrawal,
  savePayee,
  submitWithdrawals,
} from '@keyfall/core/withdrawals';
import { staffCtx } from '../demo/history.ts';
import { portalCtx } from '../demo/withdrawals.ts';
import type { TestStack } from '../testing/stack.ts';

/** Sends one withdrawal on its way to the sandbox's rail: the worker makes the payout. */
export type Withdraw = () => Promise<void>;

const HOLDER = '小鹿数码有限公司';
/** Far below what one sale earns; minor units. */
const AMOUNT = 50n;

const person = (): { loginId: LoginId; membershipId: MembershipId } => {
  return { loginId: randomUUID() as LoginId, membershipId: randomUUID() as MembershipId };
};

/**
 * Makes the last distributor of the chain one that can withdraw: a payee that has cooled off, income whose hold is over, a
 * rail. Something must have been sold by then. Moves the clock on by eight days.
 */
export async function prepareWithdrawals(stack: TestStack): Promise<Withdraw> {
  const { core } = stack;
  const { tenantId, owner, shop, merchant } = stack.tenant;
  const finance = staffCtx(core, { tenantId, role: 'finance', ...person() });
  const portal = portalCtx(owner, { distributorId: shop.distributorId, ...person() });
  const { accountId } = await createPayoutAccount(systemCtx(core, tenantId, 'operator', 'chaos'), {
    provider: 'sandbox',
    name: 'Payout rail',
    config: { merchantId: merchant.id, baseUrl: stack.sandboxUrl },
    apiKey: secret(merchant.api_key),
  });
  const found = await getDistributor(owner, shop.distributorId);
  await updateDistributor(
    owner,
    { id: shop.distributorId, version: found.version },
    { code: found.code, name: found.name, profile: { ...found.profile, legalName: HOLDER } },
  );
  const payee = { kind: 'bank_account', holder: HOLDER, number: '6222021234567890', bankName: '招商银行' } as const;
  const { payeeId } = await savePayee(portal, payee);
  await advanceDemoClock(core.db, '8 days');
  await sweepRelease(core, tenantId, 'chaos');
  return async () => {
    const wish = { payeeId: payeeId as PayeeId, amount: AMOUNT, currency: 'CNY' };
    const shown = await previewWithdrawal(portal, wish);
    const minor = (dto: MoneyDto): bigint => fromMoneyDto(dto).minor;
    const signed = { fee: minor(shown.fee), taxWithheld: minor(shown.taxWithheld), net: minor(shown.net) };
    const { withdrawalId } = await requestWithdrawal(portal, { ...wish, clientRef: randomUUID(), signed });
    await approveWithdrawal(finance, { withdrawalId });
    await submitWithdrawals(owner, { withdrawalIds: [withdrawalId], accountId });
  };
}
