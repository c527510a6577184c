import type {
  ApplicationDecider,
  ApplicationLinkDto,
  SaveApplicationLink,
} from '@keyfall/contracts/application-schemas';
import type { ServiceTx } from '@keyfall/db';
import type { TeamCtx } from '../access/index.ts';
import { recordAudit } from '../audit/index.ts';
import { asService, asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError, assert } from '../errors.ts';
import {
  findApplicationLink,
  findDecider,
  findHouseId,
  setDecider,
  writeApplicationLink,
} from './application-queries.ts';
import { applyHindrance } from './recruiting.rules.ts';
import { findRecruiting } from './tree-queries.ts';

/** The public link over which people apply to stand below the caller: staff have the house's, a distributor its own. */
export async function readApplicationLink(ctx: TeamCtx): Promise<ApplicationLinkDto> {
  return await asService(ctx, async (tx) => await presentLink(tx, ctx, await ownerOf(tx, ctx)));
}

/**
 * Opens or shuts that link, or makes a new one. Shutting is always allowed; what was applied for before stays.
 * @throws DomainError downline_not_allowed (to open, while recruiting is off), distributor_not_active
 */
export async function saveApplicationLink(ctx: TeamCtx, change: SaveApplicationLink): Promise<ApplicationLinkDto> {
  return await asService(ctx, async (tx) => {
    const owner = await ownerOf(tx, ctx);
    if (change.enabled) {
      const standing = await findRecruiting(tx, owner);
      assert(standing !== undefined, 'a principal’s distributor does not exist');
      if (standing.status !== 'active') throw new DomainError('distributor_not_active', { state: standing.status });
      const hindrance = applyHindrance(standing);
      if (hindrance === 'tenant' || hindrance === 'distributor') throw new DomainError('downline_not_allowed');
    }
    await writeApplicationLink(tx, ctx.principal.tenantId, owner, change);
    await recordAudit(tx, ctx, {
      action: 'distributors.save_application_link',
      subjectKind: 'distributor',
      subjectId: owner,
      data: { enabled: change.enabled, renew: change.renew },
    });
    return await presentLink(tx, ctx, owner);
  });
}

async function ownerOf(tx: ServiceTx, { principal }: TeamCtx): Promise<string> {
  const id = principal.kind === 'distributor' ? principal.distributorId : await findHouseId(tx);
  assert(id !== undefined, 'a tenant has no house');
  return id;
}

async function presentLink(tx: ServiceTx, ctx: TeamCtx, owner: string): Promise<ApplicationLinkDto> {
  const [link, standing] = await Promise.all([findApplicationLink(tx, owner), findRecruiting(tx, owner)]);
  assert(standing !== undefined, 'a principal’s distributor does not exist');
  return {
    url: link === undefined ? null : `${ctx.core.ports.addresses.portalOrigin}/apply/${link.token}`,
    enabled: link?.enabled ?? false,
    hindrance: applyHindrance(standing),
  };
}

/** Who decides about applications below a distributor. */
export async function readApplicationDecider(
  ctx: Ctx<StaffPrincipal>,
): Promise<{ readonly decidedBy: ApplicationDecider }> {
  return { decidedBy: await asStaff(ctx, findDecider) };
}

/** Changes who decides; it holds for applications that wait by now too. */
export async function changeApplicationDecider(ctx: Ctx<StaffPrincipal>, decidedBy: ApplicationDecider): Promise<void> {
  await asService(ctx, async (tx) => {
    await setDecider(tx, decidedBy);
    await recordAudit(tx, ctx, { action: 'distributors.change_application_decider', data: { decidedBy } });
  });
}
