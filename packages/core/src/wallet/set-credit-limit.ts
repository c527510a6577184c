import type { DistributorId } from '@keyfall/contracts';
import { withRetry } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { wakeWorker } from '../jobs/index.ts';
import { setFloor } from '../ledger/index.ts';
import { lockCreditLimit, readWalletOwner, writeCreditLimit } from './queries.ts';

/**
 * Says how far below zero a distributor's wallet may go. The floor becomes the limit, or the present balance where more
 * than the new limit is in use; every later credit lifts it. The change is recorded. Locks: settings, the wallet's balance.
 *
 * @throws DomainError not_found (no such distributor, or the house), currency_mismatch
 */
export async function setCreditLimit(
  ctx: Ctx<StaffPrincipal>,
  input: {
    readonly distributorId: DistributorId;
    readonly limit: bigint;
    readonly currency: string;
    readonly reason: string;
  },
): Promise<void> {
  const { tenantId, loginId } = ctx.principal;
  const { distributorId, limit, reason } = input;
  const changeId = uuidv7();
  await withRetry(() =>
    asService(ctx, async (tx) => {
      const owner = await readWalletOwner(tx, distributorId);
      if (owner === undefined) throw new DomainError('not_found', { what: 'distributor' });
      if (input.currency !== owner.currency)
        throw new DomainError('currency_mismatch', { expected: owner.currency, given: input.currency });
      const before = await lockCreditLimit(tx, distributorId);
      if (before === limit) return;
      await writeCreditLimit(tx, {
        id: changeId,
        distributorId,
        currency: owner.currency,
        before,
        after: limit,
        reason,
        changedBy: loginId,
      });
      await recordAudit(tx, ctx, {
        action: 'wallet.set_credit_limit',
        subjectKind: 'distributor',
        subjectId: distributorId,
        data: { before: before.toString(), after: limit.toString(), currency: owner.currency, reason },
      });
      await wakeWorker(tx, tenantId, 'wallet.watch');
      await setFloor(tx, tenantId, owner.currency, { code: '2040', ownerId: distributorId }, -limit);
    }),
  );
}
