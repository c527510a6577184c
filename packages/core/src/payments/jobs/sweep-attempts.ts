import type { GatewayAccountId, TenantId } from '@keyfall/contracts';
import { serviceTx } from '@keyfall/db';
import type { Core } from '../../context.ts';
import { DomainError, PortError } from '../../errors.ts';
import { runAtOnce } from '../../jobs/index.ts';
import { raiseAlert } from '../../notifications/index.ts';
import { leaseDueAttempts, moveAttempt, scheduleAttemptQuery, type DueAttemptRow } from '../attempt-queries.ts';
import { canMoveAttempt } from '../attempt.rules.ts';
import { capturePayment } from '../capture.ts';
import type { CapturedTransaction } from '../gateway.port.ts';
import { openGateway } from '../open-gateway.ts';
import { ALERT_AFTER_QUERIES, nextCloseAfterSeconds, nextQueryAfterSeconds } from '../query-schedule.ts';

const BATCH = 100;
const AT_ONCE = 8;
const LEASE_SECONDS = 60;

/**
 * Asks the providers about open payments, on the schedule of `query-schedule.ts`: captures that no webhook told of are
 * recognised, payments of orders that no longer wait are closed at the provider. The call happens in no transaction.
 */
export async function sweepAttempts(core: Core, tenantId: string, requestId: string): Promise<{ done: number }> {
  const due = await serviceTx(core.db, { tenantId, requestId }, (tx) => leaseDueAttempts(tx, BATCH, LEASE_SECONDS));
  await runAtOnce(due, AT_ONCE, (attempt) => askAbout(core, tenantId as TenantId, attempt, requestId));
  return { done: due.length };
}

async function askAbout(core: Core, tenantId: TenantId, attempt: DueAttemptRow, requestId: string): Promise<void> {
  const isWaiting = attempt.is_waiting;
  try {
    const { gateway } = await openGateway(core, tenantId, attempt.account_id);
    const target = { reference: attempt.id };
    const answer = isWaiting ? await gateway.query(target) : await gateway.close(target);
    if (answer.state === 'captured' || answer.state === 'already_captured') {
      await captureAll(core, tenantId, attempt, gateway.provider, answer.transactions, requestId);
      return;
    }
    await serviceTx(core.db, { tenantId, requestId }, async (tx) => {
      if (answer.state === 'closed' && canMoveAttempt(attempt.state, 'closed', 'query')) {
        await moveAttempt(tx, attempt.id, { from: [attempt.state], to: 'closed', queryAfterSeconds: null });
        return;
      }
      if (answer.state === 'pending' && canMoveAttempt(attempt.state, 'pending', 'query')) {
        await moveAttempt(tx, attempt.id, { from: [attempt.state], to: 'pending', queryAfterSeconds: 0 });
      }
      await scheduleAttemptQuery(tx, attempt.id, nextQueryAfterSeconds(attempt.queries + 1));
    });
  } catch (error) {
    // An account that is not set up can answer as little as a provider that is away.
    if (!(error instanceof PortError || error instanceof DomainError)) throw error;
    await serviceTx(core.db, { tenantId, requestId }, async (tx) => {
      const asked = attempt.queries + 1;
      await scheduleAttemptQuery(
        tx,
        attempt.id,
        isWaiting ? nextQueryAfterSeconds(asked) : nextCloseAfterSeconds(asked),
      );
      if (asked >= ALERT_AFTER_QUERIES)
        await raiseAlert(tx, { kind: 'payment.provider_silent', subject: attempt.account_id });
    });
  }
}

async function captureAll(
  core: Core,
  tenantId: TenantId,
  attempt: DueAttemptRow,
  provider: string,
  transactions: readonly CapturedTransaction[],
  requestId: string,
): Promise<void> {
  for (const transaction of transactions) {
    await capturePayment(core, {
      tenantId,
      accountId: attempt.account_id as GatewayAccountId,
      provider,
      reference: attempt.id,
      transaction,
      requestId,
    });
  }
}
