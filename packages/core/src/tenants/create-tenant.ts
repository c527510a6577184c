import type { TenantId } from '@keyfall/contracts';
import type { TenantInput } from '@keyfall/contracts/tenancy-schemas';
import { platformTx, type Database } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, systemCtx, type Core } from '../context.ts';
import { insertHouse } from '../distributors/index.ts';
import { DomainError } from '../errors.ts';
import { insertTenantKeys, prepareTenantKeys } from '../inventory/index.ts';
import { assertSlugIsFree } from '../shops/index.ts';
import { findTenantBySlug, hasTenantKeys, insertTenant, insertTenantRef, listTenantRows } from './queries.ts';

/**
 * Makes a tenant that can work at once: its row, its keys wrapped by the vault, its house distributor, and its place among
 * those the worker visits. Only the operator does this. A call that died half way is finished by the next one with the
 * same slug.
 *
 * @throws DomainError slug_taken, slug_reserved
 * @throws PortError when the vault does not answer; nothing was stored then
 */
export async function createTenant(
  core: Core,
  input: TenantInput,
  requestId: string,
): Promise<{ readonly tenantId: TenantId; readonly houseId: string }> {
  assertSlugIsFree(input.slug);
  // A new installation makes its master key now, while there is no tenant whose codes it would not open.
  await core.ports.vault.currentVersion();
  const wanted = uuidv7() as TenantId;
  const tenantId = await platformTx(core.db, async (tx) => {
    if (await insertTenant(tx, wanted, input)) return wanted;
    const present = await findTenantBySlug(tx, input.slug);
    return (present?.tenant_id ?? wanted) as TenantId;
  });
  const keys = await prepareTenantKeys(core.ports.vault, tenantId);
  const houseId = uuidv7();
  const ctx = systemCtx(core, tenantId, 'operator', requestId);
  await asService(ctx, async (tx) => {
    // The keys are the last of what a finished tenant has and an unfinished one has not.
    if (await hasTenantKeys(tx)) throw new DomainError('slug_taken', { slug: input.slug });
    await insertHouse(tx, houseId, input.name);
    await insertTenantKeys(tx, keys);
    await recordAudit(tx, ctx, {
      action: 'tenants.create',
      subjectKind: 'tenant',
      subjectId: tenantId,
      data: { slug: input.slug, currency: input.currency },
    });
  });
  await platformTx(core.db, (tx) => insertTenantRef(tx, tenantId));
  return { tenantId, houseId };
}

/** The tenant of a slug, for the operator. @throws DomainError not_found */
export async function findTenantId(db: Database, slug: string): Promise<TenantId> {
  const row = await platformTx(db, (tx) => findTenantBySlug(tx, slug));
  if (row === undefined) throw new DomainError('not_found', { what: 'tenant' });
  return row.tenant_id as TenantId;
}

/** Every tenant of the installation, for the operator. */
export async function listTenantsOfInstallation(db: Database) {
  return await platformTx(db, listTenantRows);
}
