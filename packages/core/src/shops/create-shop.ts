import { DEFAULT_BRAND, type DistributorId, type ShopId } from '@keyfall/contracts';
import type { ShopInput } from '@keyfall/contracts/tenancy-schemas';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import {
  asService,
  type Ctx,
  type DistributorPrincipal,
  type StaffPrincipal,
  type SystemPrincipal,
} from '../context.ts';
import { DomainError } from '../errors.ts';
import { refusing } from './errors.ts';
import { claimHost, insertShop, lockSeller } from './queries.ts';
import { assertSlugIsFree } from './slug.rules.ts';

/**
 * Makes a shop as a draft, reached at its slug's host at once. Staff make one for any distributor, a distributor for itself
 * only.
 *
 * @throws DomainError not_found (distributor), distributor_not_active, slug_reserved, slug_taken
 */
export async function createShop(
  ctx: Ctx<StaffPrincipal | DistributorPrincipal | SystemPrincipal>,
  distributorId: DistributorId,
  input: ShopInput,
): Promise<{ readonly id: ShopId }> {
  const { principal, core } = ctx;
  assertSlugIsFree(input.slug);
  if (principal.kind === 'distributor' && principal.distributorId !== distributorId) {
    throw new DomainError('not_found', { what: 'distributor' });
  }
  const id = uuidv7() as ShopId;
  const host = core.ports.addresses.slugHost(input.slug);
  const work = asService(ctx, async (tx) => {
    const seller = await lockSeller(tx, distributorId);
    if (seller === undefined) throw new DomainError('not_found', { what: 'distributor' });
    if (seller.status !== 'active') throw new DomainError('distributor_not_active', { state: seller.status });
    await insertShop(tx, { ...input, id, distributorId, brand: DEFAULT_BRAND });
    await claimHost(tx, { host, tenantId: principal.tenantId, shopId: id, kind: 'slug' });
    await recordAudit(tx, ctx, {
      action: 'shops.create',
      subjectKind: 'shop',
      subjectId: id,
      data: { slug: input.slug, distributorId },
    });
  });
  const taken = (): DomainError => new DomainError('slug_taken', { slug: input.slug });
  // The host is unique over the installation, the slug within the tenant; to the person both mean the same.
  await refusing(work, { shop_tenant_id_slug_key: taken, host_pkey: taken });
  return { id };
}
