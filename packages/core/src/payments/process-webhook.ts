import { isUuid, type GatewayAccountId, type TenantId } from '@keyfall/contracts';
import { serviceTx, type ServiceTx } from '@keyfall/db';
import type { Core } from '../context.ts';
import { DomainError } from '../errors.ts';
import { raiseAlert } from '../notifications/index.ts';
import { applyRefundReport } from './apply-refund-report.ts';
import { moveAttempt, readAttempt, scheduleAttemptQuery } from './attempt-queries.ts';
import { canMoveAttempt } from './attempt.rules.ts';
import { capturePayment } from './capture.ts';
import type { GatewayEvent } from './gateway.port.ts';
import { openGateway, type OpenGateway } from './open-gateway.ts';
import { finishWebhook, type WebhookRow } from './webhook-queries.ts';

export interface WebhookResult {
  readonly state: 'done' | 'refused';
  readonly result: string;
}

const EVENTS_MAX = 50;

/**
 * Judges a stored request and does what its events ask for. Every event is idempotent, so a request may be judged again
 * after a crash at any point. A request that is not the provider's is refused and changes nothing.
 *
 * @throws PortError of the vault, database errors: the request stays open and the worker tries again
 */
export async function processWebhook(
  core: Core,
  tenantId: TenantId,
  webhook: WebhookRow,
  requestId: string,
): Promise<WebhookResult> {
  const accountId = webhook.account_id as GatewayAccountId;
  const opened = await openGateway(core, tenantId, accountId);
  const verdict = opened.gateway.parseWebhook({
    rawBody: webhook.body,
    headers: webhook.headers,
    secrets: opened.credentials.webhookSecrets,
    receivedAt: webhook.arrived_at,
  });
  const finish =
    (result: WebhookResult) =>
    async (tx: ServiceTx): Promise<void> => {
      await finishWebhook(tx, webhook.id, result.state, result.result);
    };
  const refusal = verdict.ok ? refusalOf(opened, verdict.events) : verdict.refusal;
  if (!verdict.ok || refusal !== undefined) {
    const refused: WebhookResult = { state: 'refused', result: refusal ?? 'malformed' };
    await serviceTx(core.db, { tenantId, requestId }, finish(refused));
    return refused;
  }

  const { events } = verdict;
  const results: string[] = [];
  for (const [index, event] of events.entries()) {
    const isLast = index === events.length - 1;
    const soFar = results.join(', ');
    // The last event's transaction also ends the request: one commit less for the usual request of one event.
    const done = await applyEvent(
      core,
      tenantId,
      opened,
      event,
      requestId,
      isLast ? (word) => finish({ state: 'done', result: soFar === '' ? word : `${soFar}, ${word}` }) : undefined,
    );
    results.push(done);
  }
  const result: WebhookResult = { state: 'done', result: results.join(', ') || 'no events' };
  if (events.length === 0) await serviceTx(core.db, { tenantId, requestId }, finish(result));
  return result;
}

function refusalOf(opened: OpenGateway, events: readonly GatewayEvent[]): string | undefined {
  if (events.length > EVENTS_MAX) return 'too_many_events';
  // An event of another account at the same provider is no money of this one.
  if (opened.merchantId !== null && events.some((event) => event.merchantId !== opened.merchantId))
    return 'other_merchant';
  return undefined;
}

type Finish = (word: string) => (tx: ServiceTx) => Promise<void>;

async function applyEvent(
  core: Core,
  tenantId: TenantId,
  opened: OpenGateway,
  event: GatewayEvent,
  requestId: string,
  finish: Finish | undefined,
): Promise<string> {
  const inTx = async (word: string, work: (tx: ServiceTx) => Promise<unknown>): Promise<string> => {
    await serviceTx(core.db, { tenantId, requestId }, async (tx) => {
      await work(tx);
      await finish?.(word)(tx);
    });
    return word;
  };
  switch (event.type) {
    case 'payment.captured': {
      try {
        await capturePayment(
          core,
          {
            tenantId,
            accountId: opened.accountId as GatewayAccountId,
            provider: opened.provider,
            reference: event.reference,
            transaction: event.transaction,
            requestId,
          },
          finish?.('captured'),
        );
        return 'captured';
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        // The provider signed it, so somebody must look at it: it may be money.
        return await inTx('unreadable', (tx) =>
          raiseAlert(tx, { kind: 'payment.unreadable', subject: event.eventId.slice(0, 120) }),
        );
      }
    }
    case 'payment.closed':
      return await inTx('closed', (tx) => applyClosed(tx, event.reference));
    case 'refund.done':
    case 'refund.failed': {
      const state = event.type === 'refund.done' ? 'done' : 'failed';
      await applyRefundReport(core, {
        tenantId,
        requestId,
        refundId: event.reference,
        report: { state, providerRef: event.providerRef },
      });
      return await inTx(`refund ${state}`, () => Promise.resolve());
    }
  }
}

/** The provider says on its own that a payment was closed. Where we had lost sight of it, it has to say so to our question. */
async function applyClosed(tx: ServiceTx, reference: string): Promise<void> {
  if (!isUuid(reference)) return;
  const attempt = await readAttempt(tx, reference);
  if (attempt === undefined) return;
  if (canMoveAttempt(attempt.state, 'closed', 'notice')) {
    await moveAttempt(tx, attempt.id, { from: [attempt.state], to: 'closed', queryAfterSeconds: null });
  } else if (attempt.state === 'unknown') {
    await scheduleAttemptQuery(tx, attempt.id, 0);
  }
}
