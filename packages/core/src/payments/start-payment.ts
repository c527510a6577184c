import type { AttemptId, GatewayAccountId } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { parseCurrency } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { asService, type BuyerPrincipal, type Core, type Ctx } from '../context.ts';
import { DomainError } from '../errors.ts';
import { wakeWorker } from '../jobs/index.ts';
import { readSpendable } from '../ledger/index.ts';
import { assertCarried, tellOfRefusal } from '../orders/index.ts';
import { askToPay } from './ask-to-pay.ts';
import { insertAttempt, lockPayableOrder, readAttemptsOf, type PayableOrderRow } from './attempt-queries.ts';
import { openGateway, type OpenGateway } from './open-gateway.ts';
import { firstQueryAfterSeconds } from './query-schedule.ts';

export interface StartedPayment {
  readonly attemptId: AttemptId;
  /** Where the buyer pays. */
  readonly payUrl: string;
  readonly expiresAt: Date;
}

/** A buyer changes his mind a few times, a script more often. */
const ATTEMPTS_PER_ORDER_MAX = 20;

interface Prepared {
  readonly attemptId: string;
  readonly order: PayableOrderRow;
  /** Where the buyer pays, if the provider has said so before. */
  readonly payUrl: string | null;
  readonly expiresAt: Date;
}

/**
 * Starts paying an order, or goes on with the attempt made before for the same account: repeatable, the provider sees one
 * payment per attempt. The attempt is committed before the provider is called, and the call happens in no transaction; an
 * answer that never came leaves the attempt `unknown`, to be found out by asking.
 *
 * @throws DomainError order_not_found (also another buyer's), order_not_payable, order_not_accepted (the wallet of a seller
 *   that collects itself does not carry it), gateway_not_configured (also another's account), rate_limited,
 *   gateway_unavailable (try again), gateway_refused
 */
export async function startPayment(
  ctx: Ctx<BuyerPrincipal>,
  input: { readonly orderNo: string; readonly accountId: GatewayAccountId; readonly host: string },
): Promise<StartedPayment> {
  const opened = await openGateway(ctx.core, ctx.principal.tenantId, input.accountId);
  if (!opened.enabled) throw new DomainError('gateway_not_configured');
  const attemptId = uuidv7();
  const prepared = await prepare(ctx, input, opened, attemptId).catch(async (error: unknown) => {
    await tellOfRefusal(ctx, error);
    throw error;
  });
  const { order } = prepared;
  const payUrl =
    prepared.payUrl ??
    (await askToPay(ctx, opened, {
      attemptId: prepared.attemptId,
      amount: order.amount,
      currency: order.currency,
      subject: ctx.locale === 'en' ? order.first_product_en : order.first_product_zh,
      returnUrl: returnUrlOf(ctx.core, input.host, order.order_no),
      expiresAt: prepared.expiresAt,
    }));
  return { attemptId: prepared.attemptId as AttemptId, payUrl, expiresAt: prepared.expiresAt };
}

async function prepare(
  ctx: Ctx<BuyerPrincipal>,
  input: { readonly orderNo: string; readonly accountId: GatewayAccountId },
  opened: OpenGateway,
  attemptId: string,
): Promise<Prepared> {
  return await asService(ctx, async (tx) => {
    const { shopId, buyerId } = ctx.principal;
    const key = { orderNo: input.orderNo, shopId, buyerId };
    // They travel together; the attempts are read after the lock is held, as of then.
    const [order, attempts] = await Promise.all([lockPayableOrder(tx, key), readAttemptsOf(tx, key)]);
    if (order === undefined) throw new DomainError('order_not_found');
    if (order.state !== 'awaiting_payment' || !order.is_held || order.amount === 0n) {
      throw new DomainError('order_not_payable', { state: order.state });
    }
    const isOpenFor = order.currency === opened.currency && order.collector_id === opened.collectorId;
    if (!isOpenFor) throw new DomainError('gateway_not_configured');
    const present = attempts.findLast(
      (attempt) => attempt.account_id === input.accountId && ['created', 'pending', 'unknown'].includes(attempt.state),
    );
    if (present !== undefined)
      return { attemptId: present.id, order, payUrl: present.pay_url, expiresAt: present.expires_at };
    await assertSellerCarries(tx, order);
    if (attempts.length >= ATTEMPTS_PER_ORDER_MAX) throw new DomainError('rate_limited', {});
    await Promise.all([
      insertAttempt(tx, {
        id: attemptId,
        pays: { orderId: order.id, buyerId },
        accountId: input.accountId,
        amount: order.amount,
        currency: order.currency,
        expiresAt: order.hold_until,
        queryAfterSeconds: firstQueryAfterSeconds,
      }),
      wakeWorker(tx, ctx.principal.tenantId, 'payment.query', firstQueryAfterSeconds),
    ]);
    return { attemptId, order, payUrl: null, expiresAt: order.hold_until };
  });
}

/** Nobody is sent to pay what would come back: the wallet of a seller that collects itself may have run low since. */
async function assertSellerCarries(tx: ServiceTx, order: PayableOrderRow): Promise<void> {
  const { collector_id: collectorId, charge } = order;
  if (collectorId === null || charge === null) return;
  assertCarried(charge, await readSpendable(tx, collectorId, order.currency), parseCurrency(order.currency));
}

function returnUrlOf(core: Core, host: string, orderNo: string): string {
  return `${core.ports.addresses.shopOrigin(host)}/orders/${orderNo}`;
}
