import { can } from '@keyfall/contracts';
import type { OrderDetailDto } from '@keyfall/contracts/order-schemas';
import { namesOfLogins } from '../access/index.ts';
import { asStaff, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import {
  isoOrNull,
  moneyOf,
  plainDecimal,
  presentEventData,
  presentLine,
  presentTerms,
  readOrderParts,
  type OrderParts,
} from '../orders/index.ts';
import { readPaymentsOfOrder } from '../payments/index.ts';

/**
 * One order with everything that happened to it: lines, frozen split and what became of it, deliveries by their masks,
 * attempts, receipts, refunds, timeline. Journals are the ledger's (`journalsOfOrder`).
 * @throws DomainError order_not_found
 */
export async function readOrder(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly orderNo: string },
): Promise<OrderDetailDto> {
  const { parts, payments } = await asStaff(ctx, async (tx) => {
    const found = await readOrderParts(tx, input.orderNo);
    if (found === undefined) throw new DomainError('order_not_found');
    return { parts: found, payments: await readPaymentsOfOrder(tx, found.order.id, ctx.principal.loginId) };
  });
  const actors = parts.events.map((event) => event.actor_id);
  const names = await namesOfLogins(ctx, actors);
  return { ...presentOrder(parts, names, ctx), ...payments };
}

function presentOrder(
  parts: OrderParts,
  names: ReadonlyMap<string, string>,
  ctx: Ctx<StaffPrincipal>,
): Omit<OrderDetailDto, 'attempts' | 'receipts' | 'refunds'> {
  const { order } = parts;
  const holder = { audience: 'admin', role: ctx.principal.role } as const;
  const maySeeContact = can(holder, 'orders.read_contact');
  const maySeeCost = can(holder, 'inventory.read_cost');
  const figures = new Map(parts.figures.map((row) => [row.line, row]));
  return {
    id: order.id,
    orderNo: order.order_no,
    state: order.state,
    channel: order.channel,
    version: order.version.toString(),
    amount: moneyOf(order.amount, order.currency),
    refunded: moneyOf(order.refunded, order.currency),
    charge: parts.charge,
    distributorId: order.distributor_id,
    distributorName: order.distributor_name,
    shopId: order.shop_id,
    shopName: order.shop_name,
    buyerId: order.buyer_id,
    referral:
      order.referral_code === null || order.referrer_name === null
        ? null
        : { code: order.referral_code, distributorName: order.referrer_name },
    contactMail: maySeeContact ? order.contact_mail : null,
    contactPhone: maySeeContact ? order.contact_phone : null,
    ip: maySeeContact ? order.ip : null,
    locale: order.locale,
    createdAt: order.created_at.toISOString(),
    holdUntil: order.hold_until.toISOString(),
    deliverAt: isoOrNull(order.deliver_at),
    paidAt: isoOrNull(order.paid_at),
    deliveredAt: isoOrNull(order.delivered_at),
    closedAt: isoOrNull(order.closed_at),
    nextDeliveryAt: isoOrNull(order.next_delivery_at),
    settleAt: isoOrNull(order.settle_at),
    doubt:
      order.risk_flagged_at === null
        ? null
        : { since: order.risk_flagged_at.toISOString(), note: order.risk_note ?? '' },
    lines: parts.lines.map((line) => {
      const own = figures.get(line.line);
      return {
        ...presentLine(line, order.currency, ctx.locale),
        cost: maySeeCost && own !== undefined ? moneyOf(own.cost_amount, order.currency) : null,
        settleAt: isoOrNull(own?.settle_at ?? null),
      };
    }),
    split: parts.split.map((row) => ({
      line: row.line,
      position: row.position,
      earnerId: row.earner_id,
      earnerName: row.earner_name,
      ...presentTerms(row, order.currency),
      unitPrice: plainDecimal(row.unit_price),
      amount: moneyOf(row.amount, order.currency),
      earned: row.earned === null ? null : moneyOf(row.earned, order.currency),
      feeBorne: row.fee_borne === null ? null : moneyOf(row.fee_borne, order.currency),
      clawed: row.clawed === null ? null : moneyOf(row.clawed, order.currency),
      released: row.released === null ? null : moneyOf(row.released, order.currency),
      releaseAt: isoOrNull(row.release_at),
    })),
    deliveries: parts.deliveries.map((row) => ({
      line: row.line,
      unit: row.unit,
      turn: row.turn,
      codeId: row.code_id,
      mask: row.mask,
      codeState: row.code_state,
      evidence: row.evidence,
      deliveredAt: row.delivered_at.toISOString(),
      openedAt: isoOrNull(row.opened_at),
      supersededAt: isoOrNull(row.superseded_at),
      returnedAt: isoOrNull(row.returned_at),
    })),
    events: parts.events.map((row) => ({
      id: row.id,
      kind: row.kind,
      at: row.created_at.toISOString(),
      data: presentEventData(row, order.currency),
      public: row.public,
      actorName: row.actor_id === null ? null : (names.get(row.actor_id) ?? null),
    })),
  };
}
