import type { AttemptId, GatewayAccountId, TopUpId } from '@keyfall/contracts';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError, assert } from '../errors.ts';
import { wakeWorker } from '../jobs/index.ts';
import { askToPay, firstQueryAfterSeconds, insertAttempt, openGateway } from '../payments/index.ts';
import { bonusOfTopUp, bonusRuleOf } from './bonus.rules.ts';
import {
  countOpenTopUps,
  findAttemptOfTopUp,
  findTopUpByRef,
  insertTopUp,
  readBonusRules,
  readWalletOwner,
} from './queries.ts';

export interface StartedTopUp {
  readonly topUpId: TopUpId;
  readonly attemptId: AttemptId;
  /** Where the distributor pays. */
  readonly payUrl: string;
  readonly expiresAt: Date;
}

const PAY_WITHIN_MS = 30 * 60 * 1000;
const OPEN_MAX = 20;

interface Prepared {
  readonly topUpId: string;
  readonly attemptId: string;
  readonly payUrl: string | null;
  readonly expiresAt: Date;
}

/**
 * Begins paying into the distributor's own wallet through a gateway, or goes on with what was begun under the same
 * reference. The bonus is promised now and given when the money comes. Top-up and attempt are committed before the provider
 * is called. Amounts in minor units of the tenant's currency.
 *
 * @throws DomainError gateway_not_configured, currency_mismatch, idempotency_conflict, rate_limited (too many open ones),
 *   gateway_unavailable, gateway_refused, top_up_state_conflict (paid or given up before)
 */
export async function startTopUp(
  ctx: Ctx<DistributorPrincipal>,
  input: {
    readonly clientRef: string;
    readonly accountId: GatewayAccountId;
    readonly amount: bigint;
    readonly currency: string;
  },
): Promise<StartedTopUp> {
  const opened = await openGateway(ctx.core, ctx.principal.tenantId, input.accountId);
  if (!opened.enabled || opened.collectorId !== null) throw new DomainError('gateway_not_configured');
  const ids = { topUpId: uuidv7(), attemptId: uuidv7() };
  const prepared = await asService(ctx, async (tx): Promise<Prepared> => {
    const { tenantId, distributorId, loginId } = ctx.principal;
    const owner = await readWalletOwner(tx, distributorId);
    if (owner === undefined) throw new DomainError('not_found', { what: 'wallet' });
    if (owner.currency !== opened.currency) throw new DomainError('gateway_not_configured');
    if (input.currency !== owner.currency)
      throw new DomainError('currency_mismatch', { expected: owner.currency, given: input.currency });
    const earlier = await findTopUpByRef(tx, { distributorId, clientRef: input.clientRef });
    if (earlier !== undefined) {
      if (earlier.amount !== input.amount || earlier.account_id !== input.accountId)
        throw new DomainError('idempotency_conflict');
      if (earlier.state !== 'awaiting_payment')
        throw new DomainError('top_up_state_conflict', { from: earlier.state, to: 'awaiting_payment' });
      const attempt = await findAttemptOfTopUp(tx, earlier.id);
      assert(attempt, 'a top-up through a gateway has its attempt');
      return { topUpId: earlier.id, attemptId: attempt.id, payUrl: attempt.pay_url, expiresAt: attempt.expires_at };
    }
    if ((await countOpenTopUps(tx, distributorId)) >= OPEN_MAX) throw new DomainError('rate_limited', {});
    const expiresAt = new Date(owner.now.getTime() + PAY_WITHIN_MS);
    const rules = (await readBonusRules(tx)).map(bonusRuleOf);
    const isNew = await insertTopUp(tx, {
      id: ids.topUpId,
      distributorId,
      amount: input.amount,
      bonus: bonusOfTopUp(input.amount, rules),
      currency: owner.currency,
      clientRef: input.clientRef,
      declaredBy: loginId,
      declaredSide: 'distributor',
      via: { accountId: input.accountId, expiresAt },
    });
    // The same request at the same moment: whoever asks again finds it.
    if (!isNew) throw new DomainError('idempotency_in_progress');
    await insertAttempt(tx, {
      id: ids.attemptId,
      pays: { topUpId: ids.topUpId },
      accountId: input.accountId,
      amount: input.amount,
      currency: owner.currency,
      expiresAt,
      queryAfterSeconds: firstQueryAfterSeconds,
    });
    await wakeWorker(tx, tenantId, 'payment.query', firstQueryAfterSeconds);
    await recordAudit(tx, ctx, {
      action: 'wallet.start_top_up',
      subjectKind: 'top_up',
      subjectId: ids.topUpId,
      data: { amount: input.amount.toString(), currency: owner.currency, accountId: input.accountId },
    });
    return { ...ids, payUrl: null, expiresAt };
  });
  const { attemptId, expiresAt } = prepared;
  const payUrl =
    prepared.payUrl ??
    (await askToPay(ctx, opened, {
      attemptId,
      amount: input.amount,
      currency: input.currency,
      subject: ctx.locale === 'en' ? 'Wallet top-up' : '钱包充值',
      returnUrl: `${ctx.core.ports.addresses.portalOrigin}/wallet?topUp=${prepared.topUpId}`,
      expiresAt,
    }));
  return { topUpId: prepared.topUpId as TopUpId, attemptId: attemptId as AttemptId, payUrl, expiresAt };
}
