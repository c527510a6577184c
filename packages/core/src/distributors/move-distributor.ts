import type { DistributorId } from '@keyfall/contracts';
import type { MovePreview } from '@keyfall/contracts/distributor-schemas';
import { withRetry, type ServiceTx } from '@keyfall/db';
import { compareUnitPrices, type UnitPrice } from '@keyfall/money';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { followChange, offerOf, readChainPrices } from '../pricing/index.ts';
import { assertDepth, assertMovable, depthMaxOf } from './distributor.rules.ts';
import { insertEvent } from './history-queries.ts';
import { lockDistributor } from './queries.ts';
import { chainUpOf, hangSubtree, listSellableSkus, lockTree, measureSubtree } from './tree-queries.ts';

/**
 * Hangs a distributor with everybody below it under another. Only orders placed from now on know of it: what was placed has
 * its split frozen. Path, depth and links of the whole subtree change in one transaction under the tenant's tree lock, which
 * no order waits for.
 *
 * @throws DomainError not_found (distributor, parent), state_conflict (the house, closed, or it stands there), tree_cycle,
 *   depth_exceeded, distributor_not_active (parent)
 */
export async function moveDistributor(
  ctx: Ctx<StaffPrincipal>,
  id: DistributorId,
  change: { readonly parentId: DistributorId; readonly reason: string },
): Promise<void> {
  const { parentId, reason } = change;
  await withRetry(() =>
    asService(ctx, async (tx) => {
      const { from, to } = await followChange(tx, ctx.principal.tenantId, { ownerId: id, skuIds: null }, () =>
        moveUnderLock(tx, id, parentId),
      );
      await insertEvent(tx, ctx, { distributorId: id, kind: 'moved', from, to, reason });
      await recordAudit(tx, ctx, {
        action: 'distributors.move',
        subjectKind: 'distributor',
        subjectId: id,
        data: { from: from.id, to: to.id, reason },
      });
    }),
  );
}

const EXAMPLES_MAX = 8;
/** SKUs a preview prices; a catalog that is larger is told by these. */
const PRICED_MAX = 500;

/**
 * What a move would change: it is done, looked at, and taken back, so that preview and move cannot tell different stories.
 *
 * @throws DomainError as {@link moveDistributor}
 */
export async function previewMove(
  ctx: Ctx<StaffPrincipal>,
  id: DistributorId,
  parentId: DistributorId,
): Promise<MovePreview> {
  let preview: MovePreview | undefined;
  try {
    await asService(ctx, async (tx) => {
      const skus = await listSellableSkus(tx, PRICED_MAX);
      const before = await costsOf(tx, id, skus);
      const { from, to, depth, incomeDepth, size } = await moveUnderLock(tx, id, parentId);
      const after = await costsOf(tx, id, skus);
      preview = {
        from: from.name,
        to: to.name,
        distributors: size.distributors,
        shops: size.shops,
        depth,
        depthMax: depthMaxOf(incomeDepth),
        ...comparePrices(skus, before, after),
      };
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  if (preview === undefined) throw new TakenBack();
  return preview;
}

/** Ends a transaction whose changes were only looked at. */
class TakenBack extends Error {}

type Sku = Awaited<ReturnType<typeof listSellableSkus>>[number];
type Costs = ReadonlyMap<string, UnitPrice | null>;

async function costsOf(tx: ServiceTx, distributorId: string, skus: readonly Sku[]): Promise<Costs> {
  const ids = skus.map((sku) => sku.id);
  const prices = await readChainPrices(tx, { distributorId, shopId: null }, ids);
  return new Map(prices.map((each) => [each.skuId, offerOf(each).sellerCost]));
}

function comparePrices(
  skus: readonly Sku[],
  before: Costs,
  after: Costs,
): Pick<MovePreview, 'dearer' | 'cheaper' | 'lost' | 'examples'> {
  const changed = skus.flatMap((sku) => {
    const [old, now] = [before.get(sku.id) ?? null, after.get(sku.id) ?? null];
    const direction = compareCosts(old, now);
    return direction === 'same'
      ? []
      : [{ skuCode: sku.code, currency: sku.currency, before: old, after: now, direction }];
  });
  const countOf = (wanted: string): number => changed.filter(({ direction }) => direction === wanted).length;
  return {
    dearer: countOf('dearer'),
    cheaper: countOf('cheaper'),
    lost: countOf('lost'),
    // What is lost concerns most.
    examples: changed
      .toSorted((a, b) => Number(b.direction === 'lost') - Number(a.direction === 'lost'))
      .slice(0, EXAMPLES_MAX)
      .map(({ skuCode, currency, before: old, after: now }) => ({ skuCode, currency, before: old, after: now })),
  };
}

function compareCosts(old: UnitPrice | null, now: UnitPrice | null): 'same' | 'dearer' | 'cheaper' | 'lost' {
  if (now === null) return old === null ? 'same' : 'lost';
  // A SKU that is newly offered is no loss to anybody.
  if (old === null) return 'cheaper';
  const order = compareUnitPrices(now, old);
  return order === 0 ? 'same' : order > 0 ? 'dearer' : 'cheaper';
}

async function moveUnderLock(tx: ServiceTx, id: DistributorId, parentId: DistributorId) {
  const incomeDepth = await lockTree(tx);
  const node = await lockDistributor(tx, id);
  const to = await lockDistributor(tx, parentId);
  if (node === undefined || to === undefined) throw new DomainError('not_found', { what: 'distributor' });
  assertMovable(node, to, await chainUpOf(tx, parentId));
  const size = await measureSubtree(tx, id);
  const depth = to.depth + 1 + size.height;
  assertDepth(depth, incomeDepth);
  const from = node.parent_id === null ? undefined : await lockDistributor(tx, node.parent_id);
  if (from === undefined) throw new DomainError('not_found', { what: 'distributor' });
  await hangSubtree(tx, node, to);
  return { from, to, depth, incomeDepth, size };
}
