import { can, needsStepUp, type AdminPermission, type PortalPermission } from '@keyfall/contracts';
import { DomainError, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '@keyfall/core';
import { assertMayAct, assertMayLook } from '@keyfall/core/distributors';
import { assertTenantActive } from '@keyfall/core/tenants';
import type { Context } from 'hono';
import { ctxOf } from '../trpc/context.ts';
import type { ApiKit } from './api-kit.ts';
import type { ApiHttpEnv } from './http-env.ts';
import { adminContext, portalContext } from './request-facts.ts';

/**
 * Who calls a plain route of the back office, held to what a procedure with this permission asks for.
 * @throws DomainError unauthenticated, second_factor_must_be_set_up, forbidden, step_up_required, tenant_suspended
 */
export async function staffOf(
  kit: ApiKit,
  c: Context<ApiHttpEnv>,
  permission: AdminPermission,
): Promise<Ctx<StaffPrincipal>> {
  const context = await adminContext(kit, c);
  const { principal } = context;
  if (principal === null) throw new DomainError('unauthenticated');
  if (context.secondFactorMissing) throw new DomainError('second_factor_must_be_set_up');
  if (!can({ audience: 'admin', role: principal.role }, permission)) throw new DomainError('forbidden', { permission });
  if (needsStepUp('admin', permission) && !principal.steppedUp) throw new DomainError('step_up_required');
  const ctx = ctxOf(context, principal);
  await assertTenantActive(ctx);
  return ctx;
}

/**
 * Who calls a plain route of the portal, likewise. A frozen distributor reads (GET) and changes nothing.
 * @throws DomainError as {@link staffOf}, and distributor_frozen, distributor_closed, distributor_not_active, tenant_suspended
 */
export async function distributorOf(
  kit: ApiKit,
  c: Context<ApiHttpEnv>,
  permission: PortalPermission,
): Promise<Ctx<DistributorPrincipal>> {
  const context = await portalContext(kit, c);
  const { principal } = context;
  if (principal === null) throw new DomainError('unauthenticated');
  if (context.secondFactorMissing) throw new DomainError('second_factor_must_be_set_up');
  if (!can({ audience: 'portal', role: principal.role }, permission))
    throw new DomainError('forbidden', { permission });
  if (needsStepUp('portal', permission) && !principal.steppedUp) throw new DomainError('step_up_required');
  const ctx = ctxOf(context, principal);
  await (c.req.method === 'GET' ? assertMayLook(ctx) : assertMayAct(ctx));
  return ctx;
}
