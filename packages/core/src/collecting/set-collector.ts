import type { DistributorId } from '@keyfall/contracts';
import { withRetry } from '@keyfall/db';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { lockCollector, writeCollector } from '../payments/index.ts';
import { returnShopsToPlatform } from '../shops/index.ts';

/**
 * Lets a distributor collect its shops' money itself, or ends that. Ending it hands its shops back to the wholesaler's
 * gateways at once; orders placed before keep to whoever takes their money, and refunds to whoever took it. Locks: distributor,
 * its shops.
 *
 * @throws DomainError not_found (no such distributor, or the house)
 */
export async function setCollector(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly distributorId: DistributorId; readonly allowed: boolean },
): Promise<void> {
  const { distributorId, allowed } = input;
  await withRetry(() =>
    asService(ctx, async (tx) => {
      const before = await lockCollector(tx, distributorId);
      if (before.allowed === allowed) return;
      await writeCollector(tx, { distributorId, allowed, by: ctx.principal.loginId });
      const handedBack = allowed ? 0 : await returnShopsToPlatform(tx, distributorId);
      await recordAudit(tx, ctx, {
        action: allowed ? 'collecting.allow' : 'collecting.end',
        subjectKind: 'distributor',
        subjectId: distributorId,
        data: { handedBack },
      });
    }),
  );
}
