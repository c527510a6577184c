import { assert } from '../errors.ts';
import type { Referral } from '../pricing/index.ts';
import type { LineShare, LineSplit } from './line-split.rules.ts';
import { withFace, type PricedLine } from './price-lines.ts';

/** What a seller that collects the buyer's money itself is charged for a line: all of it that is not its own. Minor units. */
export function chargeOf(split: LineSplit, collector: string): bigint {
  return split.shares.reduce((rest, share) => (share.earner === collector ? rest - share.amount : rest), split.gross);
}

/**
 * A priced line as `orders.place_order` takes it: what is frozen of SKU, price, model and split, and what a seller that
 * collects the money itself is charged for it (`collector`; null where the wholesaler collects).
 */
export function lineRow(
  line: PricedLine,
  referral: Referral | null,
  collector: string | null,
): Readonly<Record<string, unknown>> {
  const { sku, cart, split, offer } = line;
  assert(
    sku !== null && split !== null && offer !== null && line.unitPrice !== null,
    'a line without a price was let through',
  );
  return {
    line: line.line,
    sku_id: sku.id,
    sku_code: sku.code,
    kind: sku.kind,
    product_name_zh: sku.product_name_zh,
    product_name_en: sku.product_name_en,
    sku_name_zh: sku.name_zh,
    sku_name_en: sku.name_en,
    face_value: line.faceValue,
    quantity: cart.quantity,
    unit_price: line.unitPrice,
    amount: line.amount.toString(),
    charge_amount: collector === null ? null : chargeOf(split, collector).toString(),
    model: split.model,
    top_up: line.account,
    when_empty: sku.when_empty,
    allocation: sku.allocation,
    backorder_hours: sku.backorder_hours,
    delay_seconds: sku.delay_seconds,
    warranty_days: sku.warranty_days,
    limit_key: sku.limit_window === null ? null : sku.limit_key,
    limit_window: sku.limit_window,
    limit_max: sku.max_per_buyer,
    split: [
      houseRow(line, offer.houseId, split),
      ...split.shares.map((share, index) => ({ position: index + 1, ...shareRow(line, share, referral) })),
    ],
  };
}

/** What the house gets: from its direct child, or from the buyer where nobody of the chain buys. */
function houseRow(line: PricedLine, houseId: string, split: LineSplit): Readonly<Record<string, unknown>> {
  const first = split.shares[0];
  const childPays = first?.unitCost ?? null;
  return {
    position: 0,
    earner_id: houseId,
    via_child_id: first?.earner ?? null,
    unit_cost: '0',
    unit_price: childPays === null ? line.unitPrice : withFace(childPays, line.faceValue),
    amount: split.house.toString(),
  };
}

function shareRow(line: PricedLine, share: LineShare, referral: Referral | null): Readonly<Record<string, unknown>> {
  const { commission, withheld } = share;
  return {
    earner_id: share.earner,
    via_child_id: share.viaChild,
    unit_cost: share.unitCost === null ? null : withFace(share.unitCost, line.faceValue),
    unit_price: withFace(share.unitPrice, line.faceValue),
    amount: share.amount.toString(),
    rate: commission?.rate ?? null,
    distance: commission?.distance ?? null,
    base: commission?.base.toString() ?? null,
    referral_code: commission?.distance === 0 ? (referral?.code ?? null) : null,
    withheld: withheld?.amount.toString() ?? '0',
    withheld_for: withheld?.sign ?? null,
  };
}
