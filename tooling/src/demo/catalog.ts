import { readFile } from 'node:fs/promises';
import { randomBytes, randomInt } from 'node:crypto';
import type { DistributorId, ImportId, SkuId, TenantId } from '@keyfall/contracts';
import { importStartSchema } from '@keyfall/contracts/inventory-schemas';
import { asService, systemCtx, type Core, type Ctx, type StaffPrincipal } from '@keyfall/core';
import { importCatalog } from '@keyfall/core/catalog';
import { readChainPrices, setCostPrices, upsertSkuPrice } from '@keyfall/core/pricing';
import { confirmImport, previewImport, runImport, startImport, uploadChunk } from '@keyfall/core/stock';
import { parseUnitPrice, unitPriceFromScaled, unitPriceScaled, type UnitPrice } from '@keyfall/money';
import { inRoot } from '../run/root.ts';

/** A SKU of the demo as the later steps need it. */
export interface DemoSku {
  readonly id: SkuId;
  readonly code: string;
  readonly kind: 'card_code' | 'link' | 'link_password' | 'top_up';
  readonly isRange: boolean;
  readonly cost: UnitPrice;
  readonly retail: UnitPrice;
}

/** The sample catalog, with a retail price for the one SKU that comes without, and bounds for all. */
export async function makeCatalog(ctx: Ctx<StaffPrincipal>): Promise<readonly DemoSku[]> {
  const result = await importCatalog(ctx, await readFile(inRoot('samples/catalog.csv'), 'utf8'));
  if (result.rejected.length > 0) throw new Error(`the sample catalog has ${result.rejected.length} bad lines`);
  return await asService(ctx, async (tx) => {
    const rows = await tx
      .selectFrom('catalog.sku as s')
      .innerJoin('pricing.sku_cost as c', (join) =>
        join.onRef('c.tenant_id', '=', 's.tenant_id').onRef('c.sku_id', '=', 's.id'),
      )
      .leftJoin('pricing.sku_price as p', (join) =>
        join.onRef('p.tenant_id', '=', 's.tenant_id').onRef('p.sku_id', '=', 's.id'),
      )
      .select(['s.id', 's.code', 's.kind', 's.face_min', 'c.unit_cost', 'p.suggested'])
      .orderBy('s.code')
      .execute();
    const skus: DemoSku[] = [];
    for (const row of rows) {
      const cost = parseUnitPrice(row.unit_cost);
      const retail = row.suggested === null ? part(cost, 106n, 100n, 4) : parseUnitPrice(row.suggested);
      await upsertSkuPrice(tx, row.id, {
        suggested: retail,
        floor: between(cost, retail, 60n),
        ceiling: part(retail, 130n, 100n, 2),
      });
      skus.push({ id: row.id as SkuId, code: row.code, kind: row.kind, isRange: row.face_min !== null, cost, retail });
    }
    // Low-stock marks, so that the dashboard has something to say.
    await tx.updateTable('catalog.sku').set({ low_stock_at: 15 }).where('kind', '<>', 'top_up').execute();
    await tx.updateTable('catalog.sku').set({ warranty_days: 7 }).execute();
    return skus;
  });
}

/** Cost prices of a chain: each level leaves the next a part of what lies between purchase cost and retail. */
export async function makePrices(
  ctx: Ctx<StaffPrincipal>,
  chain: readonly DistributorId[],
  skus: readonly DemoSku[],
): Promise<void> {
  for (const [index, distributorId] of chain.entries()) {
    const percent = 20n + 18n * BigInt(index);
    const changes = skus.map((sku) => ({ skuId: sku.id, unitPrice: between(sku.cost, sku.retail, percent) }));
    await setCostPrices(ctx, { distributorId, changes });
  }
  // The chain must carry every SKU; a hole here would show as an empty shop.
  const seller = chain.at(-1) ?? ('' as DistributorId);
  const priced = await asService(ctx, (tx) =>
    readChainPrices(
      tx,
      { distributorId: seller, shopId: null },
      skus.map((sku) => sku.id),
    ),
  );
  if (priced.length !== skus.length) throw new Error('the demo chain misses prices');
}

/** Codes for everything that is held in stock, made up here, through the same import as a supplier's file. */
export async function makeCodes(core: Core, tenantId: TenantId, skus: readonly DemoSku[]): Promise<void> {
  const ctx = systemCtx(core, tenantId, 'operator', 'demo-codes');
  const stocked = skus.filter((one) => one.kind !== 'top_up' && one.code !== LEFT_EMPTY);
  for (const [index, sku] of stocked.entries()) {
    // A few SKUs run low or are sold out, as in life.
    const count = index % 11 === 7 ? 12 : 60 + (index % 5) * 40;
    const bytes = Buffer.from(codeFile(sku, count), 'utf8');
    const input = importStartSchema.parse({
      skuId: sku.id,
      fileName: `${sku.code.toLowerCase()}.csv`,
      sizeBytes: bytes.length,
      supplierName: SUPPLIERS[index % SUPPLIERS.length],
      unitCost: sku.cost,
    });
    const { jobId } = await startImport(ctx, input);
    const id = jobId as ImportId;
    await uploadChunk(ctx, id, 0, bytes);
    const { profile } = await previewImport(ctx, id);
    await confirmImport(ctx, id, profile);
    await runImport(core, tenantId, 'demo-codes', jobId);
  }
}

/** Sold out until a newcomer imports codes for it: what is bought in the tour is then what was imported. */
const LEFT_EMPTY = 'TVV-1MONTH';
const SUPPLIERS = ['Northwind Digital', 'Lanting Card Supply', 'Harbour Codes'];
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

function codeFile(sku: DemoSku, count: number): string {
  const lines = Array.from({ length: count }, (_, index) => {
    if (sku.kind === 'link') return `https://redeem.example/d/${random(20)}`;
    if (sku.kind === 'link_password') return `https://redeem.example/p/${random(20)},${random(6)}`;
    const code = `${digits(12)},${random(4)}-${random(4)}-${random(4)}-${random(4)}`;
    return sku.isRange ? `${code},${[10, 25, 50, 100][index % 4]}` : code;
  });
  if (sku.kind === 'link') return lines.join('\n');
  const header =
    sku.kind === 'link_password' ? 'link,password' : sku.isRange ? 'number,secret,face_value' : 'number,secret';
  return [header, ...lines].join('\n');
}

function random(length: number): string {
  return Array.from(randomBytes(length), (byte) => LETTERS[byte % LETTERS.length]).join('');
}

function digits(length: number): string {
  return Array.from({ length }, () => String(randomInt(10))).join('');
}

/** A price that lies `percent` of the way from one to the other, with two decimals (four where the price is small). */
export function between(low: UnitPrice, high: UnitPrice, percent: bigint): UnitPrice {
  const [from, to] = [unitPriceScaled(low), unitPriceScaled(high)];
  return rounded(from + ((to - from) * percent) / 100n, to < 2_00000000n ? 4 : 2);
}

function part(price: UnitPrice, numerator: bigint, denominator: bigint, decimals: number): UnitPrice {
  return rounded((unitPriceScaled(price) * numerator) / denominator, decimals);
}

function rounded(scaled: bigint, decimals: number): UnitPrice {
  const step = 10n ** BigInt(8 - decimals);
  return unitPriceFromScaled(((scaled + step / 2n) / step) * step);
}
