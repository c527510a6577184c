import { contrastIssuesOf, type ShopId } from '@keyfall/contracts';
import type { ShopChange } from '@keyfall/contracts/tenancy-schemas';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type DistributorPrincipal, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { isUsableImage, lockShop, updateShop as writeShop } from './queries.ts';

type Writer = Ctx<StaffPrincipal> | Ctx<DistributorPrincipal>;

/** Whose shops the caller may write: a distributor only its own. */
export function ownDistributorOf(ctx: Ctx): string | undefined {
  return ctx.principal.kind === 'distributor' ? ctx.principal.distributorId : undefined;
}

/**
 * Changes name, language, notice, contact and brand. An accent that would fade into the page is refused with the contrast
 * it has and the one it needs.
 *
 * @throws DomainError not_found (shop, image), contrast_too_low, version_conflict
 */
export async function updateShop(
  ctx: Writer,
  target: { readonly id: ShopId; readonly version: string },
  change: ShopChange,
): Promise<void> {
  const issue = contrastIssuesOf(change.brand)[0];
  if (issue !== undefined) {
    throw new DomainError('contrast_too_low', {
      field: issue.field,
      ratio: issue.ratio.toFixed(2),
      ratioMin: issue.ratioMin.toFixed(1),
    });
  }
  await asService(ctx, async (tx) => {
    const shop = await lockShop(tx, target.id, ownDistributorOf(ctx));
    if (shop === undefined) throw new DomainError('not_found', { what: 'shop' });
    const { logoImageId } = change.brand;
    if (logoImageId !== null && !(await isUsableImage(tx, logoImageId, shop.distributor_id))) {
      throw new DomainError('not_found', { what: 'image' });
    }
    if (!(await writeShop(tx, target.id, BigInt(target.version), change))) {
      throw new DomainError('version_conflict', { what: 'shop' });
    }
    await recordAudit(tx, ctx, {
      action: 'shops.update',
      subjectKind: 'shop',
      subjectId: target.id,
      data: { name: change.name, accent: change.brand.accent },
    });
  });
}
