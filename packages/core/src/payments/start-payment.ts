import type { AttemptId, GatewayAccountId } from '@keyfall/contracts';
import { parseCurrency } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { asService, type BuyerPrincipal, type Core, type Ctx } from '../context.ts';
import { DomainError, PortError } from '../errors.ts';
import { wakeWorker } from '../jobs/index.ts';
import {
  insertAttempt,
  lockPayableOrder,
  moveAttempt,
  readAttempt,
  readAttempts,
  type PayableOrderRow,
} from './attempt-queries.ts';
import { hookUrlOf } from './gateway-accounts.ts';
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
const SUBJECT_LENGTH_MAX = 120;

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
 * @throws DomainError order_not_found (also another buyer's), order_not_payable, gateway_not_configured, rate_limited,
 *   gateway_unavailable (try again), gateway_refused
 */
export async function startPayment(
  ctx: Ctx<BuyerPrincipal>,
  input: { readonly orderNo: string; readonly accountId: GatewayAccountId; readonly host: string },
): Promise<StartedPayment> {
  const opened = await openGateway(ctx.core, ctx.principal.tenantId, input.accountId);
  if (!opened.enabled) throw new DomainError('gateway_not_configured');
  const attemptId = uuidv7();
  const prepared = await asService(ctx, async (tx): Promise<Prepared> => {
    const { shopId, buyerId } = ctx.principal;
    const order = await lockPayableOrder(tx, { orderNo: input.orderNo, shopId, buyerId });
    if (order === undefined) throw new DomainError('order_not_found');
    if (order.state !== 'awaiting_payment' || !order.is_held || order.amount === 0n) {
      throw new DomainError('order_not_payable', { state: order.state });
    }
    if (order.currency !== opened.currency) throw new DomainError('gateway_not_configured');
    const attempts = await readAttempts(tx, order.id);
    const present = attempts.findLast(
      (attempt) => attempt.account_id === input.accountId && ['created', 'pending', 'unknown'].includes(attempt.state),
    );
    if (present !== undefined)
      return { attemptId: present.id, order, payUrl: present.pay_url, expiresAt: present.expires_at };
    if (attempts.length >= ATTEMPTS_PER_ORDER_MAX) throw new DomainError('rate_limited', {});
    await insertAttempt(tx, {
      id: attemptId,
      orderId: order.id,
      buyerId,
      accountId: input.accountId,
      amount: order.amount,
      currency: order.currency,
      expiresAt: order.hold_until,
      queryAfterSeconds: firstQueryAfterSeconds,
    });
    await wakeWorker(tx, ctx.principal.tenantId, 'payment.query', firstQueryAfterSeconds);
    return { attemptId, order, payUrl: null, expiresAt: order.hold_until };
  });
  const payUrl = prepared.payUrl ?? (await askProvider(ctx, opened, prepared, input.host));
  return { attemptId: prepared.attemptId as AttemptId, payUrl, expiresAt: prepared.expiresAt };
}

async function askProvider(
  ctx: Ctx<BuyerPrincipal>,
  opened: OpenGateway,
  prepared: Prepared,
  host: string,
): Promise<string> {
  const { order, attemptId } = prepared;
  const product = ctx.locale === 'en' ? order.first_product_en : order.first_product_zh;
  try {
    const created = await opened.gateway.createPayment({
      reference: attemptId,
      amount: order.amount,
      currency: parseCurrency(order.currency),
      subject: product.slice(0, SUBJECT_LENGTH_MAX),
      returnUrl: returnUrlOf(ctx.core, host, order.order_no),
      notifyUrl: hookUrlOf(ctx.core, opened.credentials.hookAddress),
      expiresAt: prepared.expiresAt,
      locale: ctx.locale,
    });
    await recordCreated(ctx, attemptId, created);
    return created.payUrl;
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    await recordFailure(ctx, attemptId, error);
    const gateway = opened.name;
    throw error.retryable
      ? new DomainError('gateway_unavailable', { gateway }, { cause: error })
      : new DomainError('gateway_refused', { gateway }, { cause: error });
  }
}

function returnUrlOf(core: Core, host: string, orderNo: string): string {
  return `${core.ports.addresses.shopOrigin(host)}/orders/${orderNo}`;
}

async function recordCreated(
  ctx: Ctx<BuyerPrincipal>,
  attemptId: string,
  created: { readonly providerRef: string; readonly payUrl: string },
): Promise<void> {
  await asService(ctx, async (tx) => {
    const moved = await moveAttempt(tx, attemptId, {
      from: ['created', 'unknown', 'pending'],
      to: 'pending',
      queryAfterSeconds: firstQueryAfterSeconds,
      providerRef: created.providerRef,
      payUrl: created.payUrl,
      errorCode: null,
    });
    if (moved) return;
    // Paid or closed while the provider was being asked: the page must not send the buyer to pay.
    const attempt = await readAttempt(tx, attemptId);
    throw new DomainError('order_not_payable', { state: attempt?.state ?? 'closed' });
  });
}

async function recordFailure(ctx: Ctx<BuyerPrincipal>, attemptId: string, error: PortError): Promise<void> {
  await asService(ctx, async (tx) => {
    await (error.retryable
      ? moveAttempt(tx, attemptId, {
          from: ['created', 'unknown'],
          to: 'unknown',
          queryAfterSeconds: firstQueryAfterSeconds,
          errorCode: 'no_answer',
        })
      : moveAttempt(tx, attemptId, { from: ['created'], to: 'failed', queryAfterSeconds: null, errorCode: 'refused' }));
  });
}
