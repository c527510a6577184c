import { parseCurrency } from '@keyfall/money';
import { asService, type BuyerPrincipal, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError, PortError } from '../errors.ts';
import { moveAttempt, readAttempt } from './attempt-queries.ts';
import { hookUrlOf } from './gateway-accounts.ts';
import type { OpenGateway } from './open-gateway.ts';
import { firstQueryAfterSeconds } from './query-schedule.ts';

/** A committed attempt that the provider has not answered yet. */
export interface UnaskedAttempt {
  readonly attemptId: string;
  readonly amount: bigint;
  readonly currency: string;
  /** What the payer reads on the payment page; cut to 120 characters. */
  readonly subject: string;
  /** Where the payer's browser goes afterwards. */
  readonly returnUrl: string;
  readonly expiresAt: Date;
}

type Payer = Ctx<BuyerPrincipal | DistributorPrincipal>;

const SUBJECT_LENGTH_MAX = 120;

/**
 * Opens the payment of a committed attempt at its provider and answers where to pay it. The call happens in no transaction;
 * an answer that never came leaves the attempt `unknown`, to be found out by asking.
 *
 * @throws DomainError gateway_unavailable (try again), gateway_refused, order_not_payable (paid or closed meanwhile)
 */
export async function askToPay(ctx: Payer, opened: OpenGateway, attempt: UnaskedAttempt): Promise<string> {
  const { attemptId } = attempt;
  try {
    const created = await opened.gateway.createPayment({
      reference: attemptId,
      amount: attempt.amount,
      currency: parseCurrency(attempt.currency),
      subject: attempt.subject.slice(0, SUBJECT_LENGTH_MAX),
      returnUrl: attempt.returnUrl,
      notifyUrl: hookUrlOf(ctx.core, opened.credentials.hookAddress),
      expiresAt: attempt.expiresAt,
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

async function recordCreated(
  ctx: Payer,
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
    // Paid or closed while the provider was being asked: the page must not send the payer to pay.
    const attempt = await readAttempt(tx, attemptId);
    throw new DomainError('order_not_payable', { state: attempt?.state ?? 'closed' });
  });
}

async function recordFailure(ctx: Payer, attemptId: string, error: PortError): Promise<void> {
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
