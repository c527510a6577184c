import type { RevealedCode } from '@keyfall/contracts/order-schemas';
import { asService, type BuyerPrincipal, type Ctx } from '../context.ts';
import { DomainError } from '../errors.ts';
import { openCodes, recordReveals } from '../inventory/index.ts';
import { insertOrderEvent } from '../orders/index.ts';
import { findOwnOrder, readRevealable, type RevealableRow } from './delivery-queries.ts';

export const REVEAL_UNITS_MAX = 100;

/**
 * Opens codes of the buyer's own order, at most a hundred at a time. That it happened (who, when, from where) is committed
 * before a plaintext is read, and the vault gives ciphertext only of codes that such a row names. Replaced and refunded
 * codes do not open. Opening again is allowed and recorded again.
 *
 * @throws DomainError order_not_found (also another buyer's), delivery_not_ready (nothing of this line to open yet),
 *   code_not_revealable (a named unit is none of the line's live codes)
 */
export async function revealCodes(
  ctx: Ctx<BuyerPrincipal>,
  input: { readonly orderNo: string; readonly line: number; readonly units?: readonly number[] | undefined },
): Promise<readonly RevealedCode[]> {
  const { tenantId, shopId, buyerId } = ctx.principal;
  const rows = await asService(ctx, async (tx) => {
    const key = { orderNo: input.orderNo, shopId, buyerId };
    const found = await readRevealable(tx, {
      ...key,
      line: input.line,
      units: input.units ?? null,
      limit: REVEAL_UNITS_MAX,
    });
    const first = found[0];
    if (first === undefined) throw whyNothing(await findOwnOrder(tx, key), input.units);
    if (input.units !== undefined && found.length < new Set(input.units).size)
      throw new DomainError('code_not_revealable');
    await recordReveals(
      tx,
      found.map((row) => revealOf(ctx, row)),
    );
    const fresh = found.filter((row) => !row.is_opened);
    if (fresh.length > 0) {
      const order = { id: first.order_id, distributor_id: first.distributor_id, buyer_id: first.buyer_id };
      await insertOrderEvent(tx, order, {
        kind: 'revealed',
        isPublic: true,
        data: { line: input.line, units: fresh.length },
      });
    }
    return found;
  });
  const opened = await openCodes(
    ctx.core,
    tenantId,
    rows.map((row) => row.code_id),
  );
  return opened.map((code, index) => ({ ...code, line: input.line, unit: rows[index]?.unit ?? 0 }));
}

function whyNothing(
  order: { readonly next_delivery_at: Date | null } | undefined,
  units: readonly number[] | undefined,
): DomainError {
  if (order === undefined) return new DomainError('order_not_found');
  if (units !== undefined && order.next_delivery_at === null) return new DomainError('code_not_revealable');
  const deliverAt = order.next_delivery_at?.toISOString();
  return new DomainError('delivery_not_ready', deliverAt === undefined ? {} : { deliverAt });
}

function revealOf(ctx: Ctx<BuyerPrincipal>, row: RevealableRow) {
  return {
    codeId: row.code_id,
    channel: 'page' as const,
    orderId: row.order_id,
    buyerId: ctx.principal.buyerId,
    distributorId: row.distributor_id,
    actorId: ctx.principal.buyerId,
    ip: ctx.ip,
    userAgent: ctx.userAgent,
  };
}
