import type { OrderState } from '@keyfall/contracts';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { lockOrder } from '../orders/index.ts';
import { deliverOrder } from './deliver-order.ts';

/**
 * Records that a person has credited a direct top-up, with the evidence (the supplier's receipt, a reference). The units
 * count as delivered: deferred money becomes income in the same commit.
 *
 * @throws DomainError order_not_found, order_state_conflict (nothing of that line waits to be fulfilled)
 */
export async function fulfilTopUp(
  ctx: Ctx<StaffPrincipal>,
  input: { readonly orderNo: string; readonly line: number; readonly units: number; readonly evidence: string },
): Promise<{ readonly state: OrderState }> {
  const { tenantId, loginId } = ctx.principal;
  const { orderNo, ...fulfilled } = input;
  const order = await asService(ctx, (tx) => lockOrder(tx, { orderNo }));
  if (order === undefined) throw new DomainError('order_not_found');
  const outcome = await deliverOrder(ctx.core, {
    tenantId,
    orderId: order.id,
    requestId: ctx.requestId,
    actorId: loginId,
    fulfilled: [fulfilled],
  });
  if (outcome.outcome !== 'delivered')
    throw new DomainError('order_state_conflict', { from: order.state, to: 'delivered' });
  await asService(ctx, (tx) =>
    recordAudit(tx, ctx, {
      action: 'orders.fulfil',
      subjectKind: 'order',
      subjectId: order.id,
      data: { line: input.line, units: input.units, evidence: input.evidence },
    }),
  );
  return { state: outcome.state as OrderState };
}
