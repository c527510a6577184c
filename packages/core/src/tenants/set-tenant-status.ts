import type { TenantId } from '@keyfall/contracts';
import { recordAudit } from '../audit/index.ts';
import { asService, asStaff, systemCtx, type Core, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { findTenant, lockTenant, updateTenantStatus } from './queries.ts';

/**
 * Suspends a tenant or lets it act again; only the operator does this. While it is suspended its shops show that they are
 * closed, its staff and distributors are refused with the reason, and nothing new is sold; what was paid is still delivered
 * or refunded, and buyers still reach their orders. Doing it twice changes nothing.
 */
export async function setTenantStatus(
  core: Core,
  tenantId: TenantId,
  input: { readonly status: 'active' | 'suspended'; readonly reason: string | null },
  requestId: string,
): Promise<{ readonly isChanged: boolean }> {
  const ctx = systemCtx(core, tenantId, 'operator', requestId);
  return await asService(ctx, async (tx) => {
    const tenant = await lockTenant(tx);
    if (tenant === undefined) throw new DomainError('not_found', { what: 'tenant' });
    if (tenant.status === input.status) return { isChanged: false };
    await updateTenantStatus(tx, input.status);
    await recordAudit(tx, ctx, {
      action: input.status === 'suspended' ? 'tenants.suspend' : 'tenants.activate',
      subjectKind: 'tenant',
      subjectId: tenantId,
      data: { reason: input.reason },
    });
    return { isChanged: true };
  });
}

/** Lets the wholesaler's staff work only while the tenant is active. @throws DomainError tenant_suspended */
export async function assertTenantActive(ctx: Ctx<StaffPrincipal>): Promise<void> {
  const tenant = await asStaff(ctx, findTenant);
  if (tenant?.status !== 'active') throw new DomainError('tenant_suspended');
}
