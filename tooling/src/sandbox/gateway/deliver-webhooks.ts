import type { Row } from '../store/open-store.ts';
import { numberOf, textOf } from '../store/row.ts';
import type { Gateway } from './gateway.ts';
import { createWebhookPoster } from './post-webhook.ts';
import type { PostOutcome } from './post-webhook.ts';
import { webhookSignature } from './signature.ts';
import { webhookTarget } from './webhook-target.ts';

/** Even with nothing due the queue is looked at this often, so that no lost timer can stall it. */
const LOOK_EVERY_MS = 1000;
const LOOKED_AT_MAX = 200;

export interface WebhookSender {
  /** Looks at the queue soon; cheap to call often. */
  wake(): void;
  /** Cuts off the posts under way, which count as failed; they and all that is queued wait for the next start. */
  stop(): Promise<void>;
}

/**
 * Sends queued deliveries when they are due, each until it is answered with 2xx or its attempts are used up. Every
 * attempt is signed anew with the present time; the body and its event id never change. An attempt is recorded once it
 * has ended, so a sandbox killed in between sends again what it cannot know to have arrived.
 */
export function startWebhookSender(
  gateway: Omit<Gateway, 'wakeSender'>,
  options: { readonly targetNamesAllowed: readonly string[]; readonly onError: (error: unknown) => void },
): WebhookSender {
  const { store, settings, clock } = gateway;
  const poster = createWebhookPoster(settings.webhookTimeoutMs, settings.webhookConcurrency);
  const underWay = new Map<number, { readonly row: Row; readonly done: Promise<void> }>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const schedule = (delayMs: number): void => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(look, Math.min(Math.max(delayMs, 0), LOOK_EVERY_MS));
  };

  function look(): void {
    try {
      for (const row of dueDeliveries(gateway)) {
        if (underWay.size >= settings.webhookConcurrency) break;
        if (mayStart(row)) start(row);
      }
      const next = store.get(
        `select min(due_at) as due_at from delivery where state = 'queued' and due_at > ?`,
        clock.wall(),
      );
      schedule(next && next['due_at'] !== null ? numberOf(next, 'due_at') - clock.wall() : LOOK_EVERY_MS);
    } catch (error) {
      options.onError(error);
      schedule(LOOK_EVERY_MS);
    }
  }

  /** Copies of one event may overtake each other; events of one payment go out one after the other, as they are due. */
  function mayStart(row: Row): boolean {
    if (underWay.has(seqOf(row))) return false;
    return !underWay
      .values()
      .some(({ row: other }) => other['payment_id'] === row['payment_id'] && other['event_id'] !== row['event_id']);
  }

  function start(row: Row): void {
    const seq = seqOf(row);
    const done = deliver(row)
      .catch(options.onError)
      .finally(() => {
        underWay.delete(seq);
        schedule(0);
      });
    underWay.set(seq, { row, done });
  }

  async function deliver(row: Row): Promise<void> {
    const attempt = numberOf(row, 'attempts') + 1;
    const isLost = textOf(row, 'delivery_fault') === 'drop_first' && attempt === 1;
    const outcome: PostOutcome = isLost
      ? { kind: 'failed', error: 'lost on the way, as asked for' }
      : await post(row, attempt);
    record(gateway, row, attempt, outcome);
  }

  async function post(row: Row, attempt: number): Promise<PostOutcome> {
    const target = webhookTarget(textOf(row, 'notify_url'), options.targetNamesAllowed);
    if (!target) return { kind: 'failed', error: 'the sandbox sends to this machine only' };
    const fault = textOf(row, 'signature_fault');
    const isForged = fault === 'bad_always' || (fault === 'bad_once' && attempt === 1);
    const secret = isForged ? `not ${textOf(row, 'webhook_secret')}` : textOf(row, 'webhook_secret');
    const body = textOf(row, 'body');
    const timestamp = String(Math.floor(clock.wall() / 1000));
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'keyfall-sandbox-gateway',
      'sandbox-event-id': textOf(row, 'event_id'),
      'sandbox-timestamp': timestamp,
      'sandbox-signature': webhookSignature(timestamp, body, secret),
    };
    return poster.post(target, headers, body);
  }

  schedule(0);
  return {
    wake: () => schedule(0),
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      poster.close();
      await Promise.all(underWay.values().map(({ done }) => done));
    },
  };
}

function seqOf(row: Row): number {
  return numberOf(row, 'seq');
}

function dueDeliveries(gateway: Omit<Gateway, 'wakeSender'>): readonly Row[] {
  return gateway.store.all(
    `select d.seq, d.event_id, d.attempts, e.payment_id, e.body, e.notify_url, e.signature_fault, e.delivery_fault, m.webhook_secret
     from delivery d join event e on e.id = d.event_id join merchant m on m.id = e.merchant_id
     where d.state = 'queued' and d.due_at <= ? order by d.due_at, d.seq limit ?`,
    gateway.clock.wall(),
    LOOKED_AT_MAX,
  );
}

function record(gateway: Omit<Gateway, 'wakeSender'>, row: Row, attempt: number, outcome: PostOutcome): void {
  const { store, clock, settings } = gateway;
  const wall = clock.wall();
  const isDelivered = outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300;
  const pauseMs = settings.webhookRetryDelaysMs[attempt - 1];
  const state = isDelivered ? 'delivered' : pauseMs === undefined ? 'given_up' : 'queued';
  store.run(
    `update delivery set state = ?, attempts = ?, due_at = ?, last_status = ?, last_error = ?, updated_at = ?
     where seq = ?`,
    state,
    attempt,
    wall + (pauseMs ?? 0),
    outcome.kind === 'answered' ? outcome.status : null,
    outcome.kind === 'failed' ? outcome.error : null,
    wall,
    seqOf(row),
  );
}
