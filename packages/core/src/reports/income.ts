import { decodeCursor, encodeCursor, isUuid, type Page } from '@keyfall/contracts';
import type { IncomeLineDto, IncomeTotalsDto } from '@keyfall/contracts/order-schemas';
import { asDistributor, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { moneyOf, plainDecimal } from '../orders/index.ts';
import { listIncomeRows, readIncomeTotals, type IncomeLineRow } from './income-queries.ts';

/**
 * A distributor's income line by line, newest first, each with why it is what it is: what the distributor pays, what it
 * receives, the share, and what became of it. Its own share only.
 */
export async function listIncome(
  ctx: Ctx<DistributorPrincipal>,
  input: {
    readonly from?: string | undefined;
    readonly until?: string | undefined;
    readonly cursor?: string | null | undefined;
    readonly limit: number;
  },
): Promise<Page<IncomeLineDto>> {
  const before = positionOf(input.cursor);
  const rows = await asDistributor(ctx, (tx) =>
    listIncomeRows(tx, {
      from: input.from === undefined ? undefined : new Date(input.from),
      until: input.until === undefined ? undefined : new Date(input.until),
      before,
      limit: input.limit + 1,
    }),
  );
  const page = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  return {
    items: page.map((row) => presentIncome(row, ctx)),
    nextCursor: last === undefined ? null : encodeCursor([last.position, last.order_id, String(last.line)]),
  };
}

function positionOf(cursor: string | null | undefined) {
  if (cursor == null) return undefined;
  const [position, orderId, line] = decodeCursor(cursor, 3) ?? [];
  const isCursor =
    position != null &&
    orderId != null &&
    line != null &&
    isUuid(orderId) &&
    /^\d{1,3}$/.test(line) &&
    /^[0-9:. +-]{10,40}$/.test(position);
  if (!isCursor) throw new DomainError('cursor_invalid');
  return { position, orderId, line: Number.parseInt(line, 10) };
}

function presentIncome(row: IncomeLineRow, ctx: Ctx): IncomeLineDto {
  const money = (minor: bigint) => moneyOf(minor, row.currency);
  const [product, sku] =
    ctx.locale === 'en' ? [row.product_name_en, row.sku_name_en] : [row.product_name_zh, row.sku_name_zh];
  return {
    orderNo: row.order_no,
    line: row.line,
    skuName: [product, sku].filter((name) => name !== null).join(' · '),
    quantity: row.quantity,
    viaChild: row.via_child,
    share: {
      line: row.line,
      unitCost: plainDecimal(row.unit_cost),
      unitPrice: plainDecimal(row.unit_price),
      amount: money(row.share),
      earned: money(row.earned),
      feeBorne: money(row.fee_borne),
      clawed: money(row.clawed),
      released: money(row.released),
      releaseAt: row.release_at.toISOString(),
    },
    createdAt: row.created_at.toISOString(),
  };
}

/** Held, available and owed, per currency. */
export async function readIncomeSummary(ctx: Ctx<DistributorPrincipal>): Promise<readonly IncomeTotalsDto[]> {
  const rows = await asDistributor(ctx, readIncomeTotals);
  return rows.map((row) => ({
    currency: row.currency,
    held: moneyOf(row.held, row.currency),
    available: moneyOf(row.available, row.currency),
    debt: moneyOf(row.debt, row.currency),
  }));
}
