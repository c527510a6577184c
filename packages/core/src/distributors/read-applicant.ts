import type { DistributorId } from '@keyfall/contracts';
import type { ApplicantDto } from '@keyfall/contracts/application-schemas';
import { asService, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { findApplicant, findDecider } from './application-queries.ts';

/**
 * What somebody who would stand directly below the caller says about itself, while the caller is to decide about it.
 * @throws DomainError not_found (no applicant below it), downline_not_allowed (the wholesaler decides alone)
 */
export async function readApplicant(ctx: Ctx<DistributorPrincipal>, id: DistributorId): Promise<ApplicantDto> {
  return await asService(ctx, async (tx) => {
    const row = await findApplicant(tx, ctx.principal.distributorId, id);
    if (row === undefined) throw new DomainError('not_found', { what: 'distributor' });
    if ((await findDecider(tx)) !== 'parent') throw new DomainError('downline_not_allowed');
    return {
      name: row.name,
      legalName: row.legal_name,
      taxNumber: row.tax_number,
      contactName: row.contact_name,
      contactMail: row.contact_mail,
      contactPhone: row.contact_phone,
      submittedAt: row.submitted_at?.toISOString() ?? null,
    };
  });
}
