import type { LevelId, PriceListId } from '@keyfall/contracts';
import type { PriceImpactDto, PriceListDto, PriceListInput } from '@keyfall/contracts/price-schemas';
import type { ServiceTx } from '@keyfall/db';
import { recordAudit } from '../audit/index.ts';
import { asDistributor, asService, asStaff } from '../context.ts';
import { DomainError } from '../errors.ts';
import { refusing } from './errors.ts';
import { followChange } from './follow-change.ts';
import {
  copyListLines,
  deleteList,
  insertList,
  isListOf,
  listPriceLists,
  lockListAt,
  readListSkus,
  updateList,
  type LockedList,
} from './list-queries.ts';
import { withImpact } from './measure-impact.ts';
import { ownerOf, type OwnerInput, type PriceOwner, type PricingCtx } from './price-owner.ts';
import { queueListTurns, queueRecheck } from './recheck-queries.ts';

/** The version of a row that the caller saw. */
export interface SeenVersion<Id extends string> {
  readonly id: Id;
  readonly version: string;
}

/** An owner's price lists: those of the house for staff who name nobody, a distributor's own for its people. */
export async function readLists(ctx: PricingCtx, input: OwnerInput): Promise<readonly PriceListDto[]> {
  const owner = await asService(ctx, (tx) => ownerOf(tx, ctx, input));
  const { principal } = ctx;
  return principal.kind === 'staff'
    ? await asStaff({ ...ctx, principal }, (tx) => listPriceLists(tx, owner.id))
    : await asDistributor({ ...ctx, principal }, (tx) => listPriceLists(tx, owner.id));
}

interface SavedList {
  readonly list: SeenVersion<PriceListId> | null;
  readonly copyOf: PriceListId | null;
  readonly input: PriceListInput;
}

/**
 * Makes a price list for the owner's children of a level, or changes name, level and validity of one. A new one may begin with
 * the lines of another; prices are set by `savePrices`.
 *
 * @throws DomainError not_found (list, level), version_conflict, already_exists (same level and beginning)
 */
export async function savePriceList(ctx: PricingCtx, input: OwnerInput & SavedList): Promise<{ readonly id: string }> {
  const work = asService(ctx, async (tx) => {
    const owner = await ownerOf(tx, ctx, input);
    const source = input.list?.id ?? input.copyOf;
    const skuIds = source === null ? [] : await readListSkus(tx, source);
    const id = await followChange(tx, ctx.principal.tenantId, { ownerId: owner.id, skuIds }, () =>
      writeList(tx, owner, input),
    );
    const { validFrom, validTo } = input.input;
    await queueListTurns(tx, ctx.principal.tenantId, owner.id, {
      id,
      validFrom: new Date(validFrom),
      validTo: validTo === null ? null : new Date(validTo),
    });
    await recordAudit(tx, ctx, {
      action: 'pricing.save_price_list',
      subjectKind: 'price_list',
      subjectId: id,
      data: { ownerId: owner.id, ...input.input, copyOf: input.copyOf },
    });
    return { id };
  });
  return await refusing(work);
}

async function writeList(tx: ServiceTx, owner: PriceOwner, { list, copyOf, input }: SavedList): Promise<string> {
  if (list !== null) {
    const { id } = await lockSeenList(tx, owner, list);
    await updateList(tx, id, input);
    return id;
  }
  const id = await insertList(tx, owner.id, input);
  if (copyOf === null) return id;
  if (!(await isListOf(tx, owner.id, copyOf))) throw new DomainError('not_found', { what: 'price_list' });
  await copyListLines(tx, copyOf, id);
  return id;
}

/** Locks a list at the version the caller saw. @throws DomainError not_found, version_conflict */
export async function lockSeenList(
  tx: ServiceTx,
  owner: PriceOwner,
  list: SeenVersion<PriceListId>,
): Promise<LockedList> {
  const locked = await lockListAt(tx, owner.id, list);
  if (locked !== undefined) return locked;
  const exists = await isListOf(tx, owner.id, list.id);
  throw exists
    ? new DomainError('version_conflict', { what: 'price_list' })
    : new DomainError('not_found', { what: 'price_list' });
}

/**
 * Removes a list: whoever bought by it pays by what comes next, an older list or a rule, or is not offered the goods any more.
 * @throws DomainError not_found, version_conflict
 */
export async function removePriceList(
  ctx: PricingCtx,
  input: OwnerInput & SeenVersion<PriceListId> & { readonly dryRun: boolean },
): Promise<PriceImpactDto> {
  return await withImpact(ctx, input.dryRun, async (tx, measured) => {
    const owner = await ownerOf(tx, ctx, input);
    const list = await lockSeenList(tx, owner, input);
    const skuIds = await readListSkus(tx, list.id);
    const rises = await measured({ owner, skuIds, moments: [momentOf(list)] }, () => deleteList(tx, list.id));
    await queueRecheck(tx, ctx.principal.tenantId, owner.id, skuIds, rises);
    await recordAudit(tx, ctx, {
      action: 'pricing.remove_price_list',
      subjectKind: 'price_list',
      subjectId: list.id,
      data: { ownerId: owner.id, levelId: list.levelId as LevelId, skus: skuIds.length },
    });
  });
}

/** When a list makes a difference: now, or as soon as it begins. */
export function momentOf(list: LockedList): Date | undefined {
  return list.isFuture ? list.validFrom : undefined;
}
