import type { ProductId, SkuId } from '@keyfall/contracts';
import type { SkuInput } from '@keyfall/contracts/catalog-schemas';
import type { ServiceTx } from '@keyfall/db';
import { parseUnitPrice, type UnitPrice } from '@keyfall/money';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx } from '../context.ts';
import { DomainError } from '../errors.ts';
import { setSkuCosts, upsertSkuPrice } from '../pricing/index.ts';
import { refusing } from './errors.ts';
import { indexProducts } from './index-products.ts';
import { insertSku, readSkuUse, updateSku } from './sku-queries.ts';

/**
 * Makes a SKU of a product, or changes the one named if nobody else changed it since (`version`). Once codes were held or
 * units sold, kind, currency and whether it is a range stay as they are.
 *
 * @throws DomainError version_conflict, not_found (product), already_exists (code), in_use, account_template_invalid
 */
export async function saveSku(
  ctx: Ctx,
  target: { readonly productId: ProductId } | { readonly id: SkuId; readonly version: string },
  input: SkuInput,
): Promise<{ readonly id: string }> {
  return await refusing(
    asService(ctx, async (tx) => {
      const saved = 'id' in target ? await changeSku(tx, target, input) : await makeSku(tx, target.productId, input);
      await writePrices(tx, saved.id, input);
      await setSkuCosts(tx, ctx.principal.tenantId, costsOf(saved.id, input));
      await indexProducts(tx, [saved.productId]);
      await recordAudit(tx, ctx, {
        action: 'catalog.save_sku',
        subjectKind: 'sku',
        subjectId: saved.id,
        data: { code: input.code, suggested: input.suggested, floor: input.floor, ceiling: input.ceiling },
      });
      return { id: saved.id };
    }),
  );
}

interface SavedSku {
  readonly id: string;
  readonly productId: string;
}

async function makeSku(tx: ServiceTx, productId: string, input: SkuInput): Promise<SavedSku> {
  const product = await tx.selectFrom('catalog.product').select('id').where('id', '=', productId).executeTakeFirst();
  if (product === undefined) throw new DomainError('not_found', { what: 'product' });
  return { id: await insertSku(tx, productId, input), productId };
}

async function changeSku(
  tx: ServiceTx,
  target: { readonly id: SkuId; readonly version: string },
  input: SkuInput,
): Promise<SavedSku> {
  const present = await readSkuUse(tx, target.id);
  if (present === undefined) throw new DomainError('not_found', { what: 'sku' });
  const isOther =
    present.kind !== input.kind ||
    present.currency !== input.currency ||
    (present.faceMin === null) !== (input.faceMin === null);
  if (present.used && isOther) throw new DomainError('in_use', { what: 'sku', by: 'codes' });
  if (!(await updateSku(tx, target.id, target.version, input)))
    throw new DomainError('version_conflict', { what: 'sku' });
  return { id: target.id, productId: present.productId };
}

/** Writes what the wholesaler suggests and bounds for a SKU. */
export async function writePrices(
  tx: ServiceTx,
  skuId: string,
  input: Pick<SkuInput, 'suggested' | 'floor' | 'ceiling'>,
): Promise<void> {
  await upsertSkuPrice(tx, skuId, {
    suggested: priceOrNull(input.suggested),
    floor: priceOrNull(input.floor),
    ceiling: priceOrNull(input.ceiling),
  });
}

/** The usual purchase cost of a SKU, where one is given; what was said before stays where none is. */
export function costsOf(skuId: string, input: Pick<SkuInput, 'unitCost'>) {
  return input.unitCost === null ? [] : [{ skuId, unitCost: parseUnitPrice(input.unitCost) }];
}

function priceOrNull(text: string | null): UnitPrice | null {
  return text === null ? null : parseUnitPrice(text);
}
