import { type DistributorId, type LoginId, type MembershipId, type SessionId } from '@keyfall/contracts';
import { parseRate } from '@keyfall/money';
import type { Ctx, DistributorPrincipal, StaffPrincipal } from '@keyfall/core';
import { makeReferralCode, saveIncomePolicy, saveRateCard, setSkuModels } from '@keyfall/core/pricing';
import { uuidv7 } from 'uuidv7';
import type { DemoSku } from './catalog.ts';

/** SKUs on which the demo's chain earns a percentage instead of the difference of prices. */
const PERCENTAGE_FAMILY = 'NCM-';

/** The third level's code: its readers buy in the shop of the first level. */
export const REFERRAL_CODE = 'XIAOLU-VIP';

export function isPercentageSku(sku: DemoSku): boolean {
  return sku.code.startsWith(PERCENTAGE_FAMILY);
}

/** One family in the percentage model with rates by distance, a least margin, and a referral code of the last level. */
export async function makeIncomeRules(
  owner: Ctx<StaffPrincipal>,
  skus: readonly DemoSku[],
  referrer: DistributorId,
): Promise<void> {
  await saveIncomePolicy(owner, { model: 'price_difference', marginMin: '5', ownPurchaseEarns: false, version: '0' });
  await saveRateCard(owner, {
    rates: ['10', '4', '2'].map((percent, distance) => ({ levelId: null, distance, percent: parseRate(percent) })),
  });
  await setSkuModels(owner, {
    skuIds: skus.filter(isPercentageSku).map((sku) => sku.id),
    model: 'percentage',
  });
  await makeReferralCode(distributorCtx(owner, referrer), { name: '小鹿公众号 Newsletter', code: REFERRAL_CODE });
}

/** Somebody of the distributor's; the demo has no session of its own. */
function distributorCtx(owner: Ctx<StaffPrincipal>, distributorId: DistributorId): Ctx<DistributorPrincipal> {
  return {
    ...owner,
    principal: {
      kind: 'distributor',
      tenantId: owner.principal.tenantId,
      distributorId,
      loginId: uuidv7() as LoginId,
      membershipId: uuidv7() as MembershipId,
      sessionId: uuidv7() as SessionId,
      role: 'owner',
      steppedUp: true,
    },
  };
}
