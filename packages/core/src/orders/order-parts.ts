import type { Locale } from '@keyfall/contracts';
import type { ReadTx } from '@keyfall/db';
import {
  readDeliveryRows,
  readEventRows,
  readLineFigures,
  readLineRows,
  readOrderDetail,
  readSplitRows,
  type LineDetailRow,
  type ShareTermsRow,
} from './admin-detail-queries.ts';
import { readOrderCharge } from './charge-queries.ts';
import {
  accountOf,
  isoOrNull,
  moneyOf,
  plainDecimal,
  plainDecimalOrNull,
  productNameOf,
  skuNameOf,
} from './present.ts';

const UNITS_SHOWN = 200;

/** Everything orders know of one order, for its page in the back office. */
export async function readOrderParts(tx: ReadTx<'admin'>, orderNo: string) {
  const order = await readOrderDetail(tx, orderNo);
  if (order === undefined) return undefined;
  const [lines, figures, split, deliveries, events, charge] = await Promise.all([
    readLineRows(tx, order.id),
    readLineFigures(tx, order.id),
    readSplitRows(tx, order.id),
    readDeliveryRows(tx, order.id, UNITS_SHOWN),
    readEventRows(tx, order.id),
    readOrderCharge(tx, order.id),
  ]);
  return { order, lines, figures, split, deliveries, events, charge };
}

/** The terms a share was frozen by, as they cross the wire. */
export function presentTerms(terms: ShareTermsRow, currency: string) {
  const { rate, distance, base, withheld, withheld_for: sign } = terms;
  return {
    unitCost: plainDecimalOrNull(terms.unit_cost),
    commission:
      rate === null || distance === null || base === null
        ? null
        : { percent: plainDecimal(rate), distance, base: moneyOf(base, currency) },
    withheld: sign === null ? null : { amount: moneyOf(withheld, currency), sign },
  };
}

export type OrderParts = NonNullable<Awaited<ReturnType<typeof readOrderParts>>>;

/** A line as back office and portal show it. */
export function presentLine(line: LineDetailRow, currency: string, locale: Locale) {
  return {
    line: line.line,
    model: line.model,
    skuId: line.sku_id,
    skuCode: line.sku_code,
    kind: line.kind,
    productName: productNameOf(line, locale),
    skuName: skuNameOf(line, locale),
    faceValue: plainDecimalOrNull(line.face_value),
    quantity: line.quantity,
    unitPrice: plainDecimal(line.unit_price),
    amount: moneyOf(line.amount, currency),
    delivered: line.delivered,
    refundedOpen: line.refunded_open,
    refundedUnits: line.refunded_units,
    refundedAmount: moneyOf(line.refunded_amount, currency),
    state: line.state,
    deliverAt: isoOrNull(line.deliver_at),
    warrantyUntil: isoOrNull(line.warranty_until),
    account: accountOf(line.top_up),
  };
}
