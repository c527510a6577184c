import type { BuyerOrderDto, BuyerOrderRowDto, OrderStatusDto, StockStatusDto } from '@keyfall/contracts/order-schemas';
import type { Locale } from '@keyfall/contracts';
import { asShop, type BuyerPrincipal, type Ctx, type VisitorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import {
  accountOf,
  dataOf,
  isoOrNull,
  moneyOf,
  plainDecimal,
  plainDecimalOrNull,
  presentEventData,
  productNameOf,
  skuNameOf,
  titleOf,
} from '../orders/index.ts';
import { reportedMoney } from '../reported-money.ts';
import {
  listBuyerOrders,
  readBuyerEvents,
  readBuyerLines,
  readBuyerOrder,
  readBuyerRefunds,
  readBuyerUnits,
  readOpenPayment,
  readOrderStatus,
  readStockStatus,
} from './view-queries.ts';

/** Above this number an open page hears "many". */
const STOCK_TOLD_MAX = 99;

/**
 * The buyer's own order as its page shows it: lines, units, refunds, timeline. No code is in it; codes are opened one by
 * one. Read as the shop's role, so another buyer's order does not exist. @throws DomainError order_not_found
 */
export async function viewOrder(ctx: Ctx<BuyerPrincipal>, orderNo: string): Promise<BuyerOrderDto> {
  const read = await asShop(ctx, async (tx) => {
    const order = await readBuyerOrder(tx, orderNo);
    if (order === undefined) return undefined;
    // Independent of each other: they travel together.
    const [lines, units, refunds, events, payment] = await Promise.all([
      readBuyerLines(tx, order.id),
      readBuyerUnits(tx, order.id),
      readBuyerRefunds(tx, order.id),
      readBuyerEvents(tx, order.id),
      readOpenPayment(tx, order.id),
    ]);
    return { order, lines, units, refunds, events, payment };
  });
  if (read === undefined) throw new DomainError('order_not_found');
  const { order, lines, units, refunds, events, payment } = read;
  const { currency } = order;
  return {
    id: order.id,
    orderNo: order.order_no,
    state: order.state,
    version: order.version.toString(),
    amount: moneyOf(order.amount, currency),
    refunded: moneyOf(order.refunded, currency),
    createdAt: order.created_at.toISOString(),
    holdUntil: order.hold_until.toISOString(),
    paidAt: isoOrNull(order.paid_at),
    deliveredAt: isoOrNull(order.delivered_at),
    closedAt: isoOrNull(order.closed_at),
    deliverAt: isoOrNull(order.deliver_at),
    settleAt: isoOrNull(order.settle_at),
    contactMail: order.contact_mail,
    contactPhone: order.contact_phone,
    openPayment: openPaymentOf(payment),
    lines: lines.map((line) => ({
      ...presentLine(line, currency, ctx.locale),
      units: units
        .filter((unit) => unit.line === line.line)
        .map((unit) => ({
          unit: unit.unit,
          deliveredAt: unit.delivered_at.toISOString(),
          openedAt: isoOrNull(unit.opened_at),
          returned: unit.returned_at !== null,
          hasCode: unit.code_id !== null,
        })),
    })),
    refunds: refunds.map((refund) => ({
      id: refund.id,
      // What goes back of an order is never a top-up's.
      kind: refund.kind === 'suspense' ? 'suspense' : 'order',
      amount: reportedMoney(refund.amount, refund.currency),
      state: refund.state,
      createdAt: refund.created_at.toISOString(),
      doneAt: isoOrNull(refund.done_at),
    })),
    events: events.map((event) => ({
      id: event.id,
      kind: event.kind,
      at: event.created_at.toISOString(),
      data: presentEventData(event, order.currency),
    })),
  };
}

function openPaymentOf(row: Awaited<ReturnType<typeof readOpenPayment>>): BuyerOrderDto['openPayment'] {
  if (row === undefined || row.pay_url === null) return null;
  return { attemptId: row.id, payUrl: row.pay_url, expiresAt: row.expires_at.toISOString() };
}

type LineRow = Awaited<ReturnType<typeof readBuyerLines>>[number];

function presentLine(line: LineRow, currency: string, locale: Locale): Omit<BuyerOrderDto['lines'][number], 'units'> {
  return {
    line: line.line,
    skuId: line.sku_id,
    kind: line.kind,
    productName: productNameOf(line, locale),
    skuName: skuNameOf(line, locale),
    productSlug: line.slug,
    imageId: line.image_id,
    howto: (locale === 'en' ? line.howto_en : line.howto_zh) ?? '',
    faceValue: plainDecimalOrNull(line.face_value),
    quantity: line.quantity,
    unitPrice: plainDecimal(line.unit_price),
    amount: moneyOf(line.amount, currency),
    delivered: line.delivered,
    refundedUnits: line.refunded_units,
    state: line.state,
    deliverAt: isoOrNull(line.deliver_at),
    warrantyUntil: isoOrNull(line.warranty_until),
    account: accountOf(line.top_up),
  };
}

/** A page of the buyer's orders, newest first. */
export async function listOwnOrders(
  ctx: Ctx<BuyerPrincipal>,
  filter: { readonly cursor?: string | null | undefined; readonly limit: number },
): Promise<{ readonly items: readonly BuyerOrderRowDto[]; readonly nextCursor: string | null }> {
  const page = await asShop(ctx, (tx) => listBuyerOrders(tx, filter));
  return {
    nextCursor: page.nextCursor,
    items: page.items.map((row) => ({
      orderNo: row.order_no,
      state: row.state,
      amount: moneyOf(row.amount, row.currency),
      createdAt: row.created_at.toISOString(),
      title: titleOf(row, ctx.locale),
      productSlug: row.slug,
      imageId: row.image_id,
      moreLines: row.lines - 1,
    })),
  };
}

/** State and version of the buyer's own order: what a live page compares. @throws DomainError order_not_found */
export async function viewOrderStatus(
  ctx: Ctx<BuyerPrincipal>,
  orderNo: string,
): Promise<OrderStatusDto & { readonly orderId: string }> {
  const row = await asShop(ctx, (tx) => readOrderStatus(tx, orderNo));
  if (row === undefined) throw new DomainError('order_not_found');
  return { orderId: row.id, orderNo: row.order_no, state: row.state, version: row.version.toString() };
}

/** What an open product page may know of stock now. */
export async function viewStock(
  ctx: Ctx<BuyerPrincipal | VisitorPrincipal>,
  skuIds: readonly string[],
): Promise<readonly StockStatusDto[]> {
  const rows = await asShop(ctx, (tx) => readStockStatus(tx, skuIds));
  return rows.map((row) => ({
    skuId: row.sku_id,
    available: Math.min(Number(row.available), STOCK_TOLD_MAX),
    byFace: Object.fromEntries(
      Object.entries(dataOf(row.by_face)).map(([face, count]) => [face, Math.min(Number(count), STOCK_TOLD_MAX)]),
    ),
  }));
}
