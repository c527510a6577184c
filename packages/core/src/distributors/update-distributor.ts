import type { DistributorId } from '@keyfall/contracts';
import type { DistributorChange } from '@keyfall/contracts/distributor-schemas';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { refusing } from './errors.ts';
import { lockDistributor, updateNode, upsertProfile } from './queries.ts';

/**
 * Changes name, code and profile; level and place are changed by acts of their own, which keep a reason.
 *
 * @throws DomainError not_found, version_conflict, already_exists (code)
 */
export async function updateDistributor(
  ctx: Ctx<StaffPrincipal>,
  target: { readonly id: DistributorId; readonly version: string },
  input: DistributorChange,
): Promise<void> {
  const work = asService(ctx, async (tx) => {
    if ((await lockDistributor(tx, target.id)) === undefined)
      throw new DomainError('not_found', { what: 'distributor' });
    if (!(await updateNode(tx, target.id, BigInt(target.version), input))) {
      throw new DomainError('version_conflict', { what: 'distributor' });
    }
    await upsertProfile(tx, target.id, input.profile);
    await recordAudit(tx, ctx, {
      action: 'distributors.update',
      subjectKind: 'distributor',
      subjectId: target.id,
      data: { code: input.code, name: input.name },
    });
  });
  await refusing(work);
}
