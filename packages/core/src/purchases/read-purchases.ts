import { type Locale, type Page } from '@keyfall/contracts';
import type { GoodsRowDto, PurchaseDto, PurchaseRowDto } from '@keyfall/contracts/purchase-schemas';
import { asDistributor, asService, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { faceRangeOf } from '../face-range.ts';
import { isoOrNull, moneyOf, plainDecimal, plainDecimalOrNull, readSkus, titleOf } from '../orders/index.ts';
import { pageOf, positionOf } from '../page-cursor.ts';
import { allowsWholesale, offerOf, readChainPrices } from '../pricing/index.ts';
import { listGoodsPage } from './queries.ts';
import { listExportRows, listPurchaseRows, readPurchaseLines, type PurchaseListRow } from './read-queries.ts';

interface PageInput {
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

const EXPORTS_SHOWN = 50;

/** What the distributor bought for itself, newest first. @throws DomainError cursor_invalid */
export async function listPurchases(ctx: Ctx<DistributorPrincipal>, input: PageInput): Promise<Page<PurchaseRowDto>> {
  const before = positionOf(input.cursor);
  const rows = await asDistributor(ctx, (tx) =>
    listPurchaseRows(tx, ctx.principal.distributorId, { before, limit: input.limit + 1 }),
  );
  const { page, nextCursor } = pageOf(rows, input.limit, (last) => [last.position, last.id]);
  return {
    items: page.map((row) => presentRow(row, ctx.locale)),
    nextCursor,
  };
}

/** One of the own purchases with its progress and downloads. @throws DomainError order_not_found */
export async function readPurchase(
  ctx: Ctx<DistributorPrincipal>,
  input: { readonly orderNo: string },
): Promise<PurchaseDto> {
  return await asDistributor(ctx, async (tx) => {
    const filter = { orderNo: input.orderNo, limit: 1 };
    const [row] = await listPurchaseRows(tx, ctx.principal.distributorId, filter);
    if (row === undefined) throw new DomainError('order_not_found');
    const [lines, exports] = await Promise.all([
      readPurchaseLines(tx, row.id),
      listExportRows(tx, row.id, EXPORTS_SHOWN),
    ]);
    return {
      ...presentRow(row, ctx.locale),
      bonus: moneyOf(row.bonus, row.currency),
      exportable: row.exportable,
      deliveredAt: isoOrNull(row.delivered_at),
      lines: lines.map((line) => ({
        line: line.line,
        skuCode: line.sku_code,
        name: titleOf(line, ctx.locale),
        faceValue: plainDecimalOrNull(line.face_value),
        quantity: line.quantity,
        delivered: line.delivered,
        refundedOpen: line.refunded_open,
        refundedUnits: line.refunded_units,
        unitPrice: plainDecimal(line.unit_price),
        amount: moneyOf(line.amount, row.currency),
        state: line.state,
      })),
      exports: exports.map((one) => ({
        id: one.id,
        format: one.format,
        isZip: one.is_zip,
        skipUnits: one.skip_units,
        units: one.units,
        startedAt: one.started_at.toISOString(),
        finishedAt: isoOrNull(one.finished_at),
      })),
    };
  });
}

/**
 * Goods the distributor may buy for itself, by code, at its own cost for one unit. A page may be shorter than asked for:
 * what is not offered to the distributor is left out of it. @throws DomainError cursor_invalid
 */
export async function listGoods(
  ctx: Ctx<DistributorPrincipal>,
  input: PageInput & { readonly q?: string | undefined },
): Promise<Page<GoodsRowDto>> {
  const { distributorId } = ctx.principal;
  return await asService(ctx, async (tx) => {
    const page = await listGoodsPage(tx, input);
    const [skus, prices] = await Promise.all([
      readSkus(tx, page.skuIds, { shopId: '', buyerId: null, mail: null }),
      readChainPrices(tx, { distributorId, shopId: null }, page.skuIds),
    ]);
    const offerOfSku = new Map(prices.map((one) => [one.skuId, offerOf(one)]));
    const items = skus
      .toSorted((a, b) => (a.code < b.code ? -1 : 1))
      .flatMap((sku): GoodsRowDto[] => {
        const offer = offerOfSku.get(sku.id);
        if (!sku.published || offer === undefined || offer.sellerCost === null || !allowsWholesale(offer.model))
          return [];
        const names = { ...sku, sku_name_zh: sku.name_zh, sku_name_en: sku.name_en };
        return [
          {
            skuId: sku.id,
            code: sku.code,
            name: titleOf(names, ctx.locale),
            currency: sku.currency,
            unitPrice: offer.sellerCost,
            faceRange: faceRangeOf(sku),
            available: Number(sku.available ?? 0n),
            mayWait: sku.when_empty === 'backorder',
          },
        ];
      });
    return { items, nextCursor: page.nextCursor };
  });
}

function presentRow(row: PurchaseListRow, locale: Locale): PurchaseRowDto {
  return {
    orderNo: row.order_no,
    state: row.state,
    title: titleOf(row, locale),
    moreLines: row.lines - 1,
    units: row.units,
    delivered: row.delivered,
    amount: moneyOf(row.amount, row.currency),
    refunded: moneyOf(row.refunded, row.currency),
    createdAt: row.created_at.toISOString(),
  };
}
