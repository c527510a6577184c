import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { wakeWorker } from '../jobs/index.ts';
import { readWalletOwner, writeLowMark } from './queries.ts';

/**
 * Below what the distributor wants to be told that its wallet runs low; null: never. Minor units.
 * @throws DomainError currency_mismatch
 */
export async function setLowMark(
  ctx: Ctx<DistributorPrincipal>,
  input: { readonly lowMark: bigint; readonly currency: string } | null,
): Promise<void> {
  const { tenantId, distributorId } = ctx.principal;
  await asService(ctx, async (tx) => {
    const owner = await readWalletOwner(tx, distributorId);
    if (owner === undefined) throw new DomainError('not_found', { what: 'wallet' });
    if (input !== null && input.currency !== owner.currency)
      throw new DomainError('currency_mismatch', { expected: owner.currency, given: input.currency });
    await writeLowMark(tx, distributorId, input?.lowMark ?? null);
    await recordAudit(tx, ctx, {
      action: 'wallet.set_low_mark',
      subjectKind: 'distributor',
      subjectId: distributorId,
      data: { lowMark: input?.lowMark.toString() ?? null },
    });
    await wakeWorker(tx, tenantId, 'wallet.watch');
  });
}
