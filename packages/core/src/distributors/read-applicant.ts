import type { DistributorId } from '@keyfall/contracts';
import type { ApplicantDto } from '@keyfall/contracts/application-schemas';
import { asService, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { findDecider, findPendingChild } from './application-queries.ts';
import { findLatestEvent } from './history-queries.ts';
import { presentApplication } from './present-application.ts';
import { findProfile } from './queries.ts';

/**
 * What somebody who would stand directly below the caller says about itself, while the caller is to decide about it.
 * @throws DomainError not_found (no applicant below it), downline_not_allowed (the wholesaler decides alone)
 */
export async function readApplicant(ctx: Ctx<DistributorPrincipal>, id: DistributorId): Promise<ApplicantDto> {
  return await asService(ctx, async (tx) => {
    const name = await findPendingChild(tx, ctx.principal.distributorId, id);
    if (name === undefined) throw new DomainError('not_found', { what: 'distributor' });
    if ((await findDecider(tx)) !== 'parent') throw new DomainError('downline_not_allowed');
    const [profile, submitted] = await Promise.all([findProfile(tx, id), findLatestEvent(tx, id, 'submitted')]);
    return { ...presentApplication(name, profile), submittedAt: submitted?.created_at.toISOString() ?? null };
  });
}
