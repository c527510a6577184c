import { randomUUID } from 'node:crypto';
import type { BuyerId } from '@keyfall/contracts';
import { recordAudit } from '../audit/index.ts';
import { asService, type BuyerPrincipal, type Ctx, type StaffPrincipal, type VisitorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { queueOutbox } from '../jobs/index.ts';
import { hashQueryPassword, lockOrder, verifyQueryPassword } from '../orders/index.ts';
import { secret, type Secret } from '../secret.ts';
import { findOrderWithPassword, readToldOrder } from './outbox-queries.ts';
import { mailDelivered } from './tell-buyer.ts';

/**
 * Somebody looks for an order by number and contact. Hit and miss answer alike and take the same time: the look-up itself
 * happens later, in the worker, and a hit mails a link that works for fifteen minutes. The caller throttles.
 */
export async function requestOrderLink(
  ctx: Ctx<BuyerPrincipal | VisitorPrincipal>,
  input: { readonly orderNo: string; readonly contact: string },
): Promise<void> {
  const { tenantId, shopId } = ctx.principal;
  const ask = randomUUID();
  await asService(ctx, (tx) =>
    queueOutbox(tx, tenantId, {
      topic: 'order.find',
      dedupe: `order.find:${ask}`,
      // Contacts are kept in lower case.
      payload: { ask, shop_id: shopId, order_no: input.orderNo, contact: input.contact.trim().toLowerCase() },
    }),
  );
  ctx.core.ports.poke(tenantId, 'outbox');
}

// What a miss is compared with, so that it takes as long as a hit.
let decoy: Promise<string> | undefined;

/**
 * Opens a guest's order with the query password set at the checkout. Every kind of miss is one answer, after the same work.
 * The caller throttles, and opens the guest's session.
 *
 * @throws DomainError order_not_found
 */
export async function openOrderByPassword(
  ctx: Ctx<BuyerPrincipal | VisitorPrincipal>,
  input: { readonly orderNo: string; readonly queryPassword: Secret },
): Promise<{ readonly buyerId: BuyerId; readonly orderNo: string }> {
  const found = await asService(ctx, (tx) =>
    findOrderWithPassword(tx, { shopId: ctx.principal.shopId, orderNo: input.orderNo }),
  );
  decoy ??= hashQueryPassword(secret(randomUUID()));
  const matches = await verifyQueryPassword(input.queryPassword, found?.query_password_hash ?? (await decoy));
  // A right guess of the decoy opens nothing either.
  if (!matches || found === undefined || found.query_password_hash === null || found.buyer_id === null)
    throw new DomainError('order_not_found');
  return { buyerId: found.buyer_id as BuyerId, orderNo: found.order_no };
}

/**
 * Sends the mail of a delivered order once more; at most once a minute per order. The link in it is a new one.
 * @throws DomainError order_not_found, delivery_not_ready (nothing delivered yet), contact_required (no address), rate_limited
 */
export async function resendOrderMail(ctx: Ctx<StaffPrincipal>, input: { readonly orderNo: string }): Promise<void> {
  const { tenantId } = ctx.principal;
  await asService(ctx, async (tx) => {
    const locked = await lockOrder(tx, { orderNo: input.orderNo });
    const order = locked === undefined ? undefined : await readToldOrder(tx, locked.id);
    if (order === undefined) throw new DomainError('order_not_found');
    if (order.delivered === 0) throw new DomainError('delivery_not_ready', {});
    if (order.contact_mail === null) throw new DomainError('contact_required');
    const isNew = await mailDelivered(tx, tenantId, order, `order_resent:${order.id}:${order.minute}`);
    if (!isNew) throw new DomainError('rate_limited', { retryAfterSeconds: 60 });
    await recordAudit(tx, ctx, { action: 'orders.resend', subjectKind: 'order', subjectId: order.id });
  });
  ctx.core.ports.poke(tenantId, 'mail.send');
}
