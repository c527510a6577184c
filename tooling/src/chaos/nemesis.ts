import { setTimeout as sleep } from 'node:timers/promises';
import { webhookSignature } from '../sandbox/gateway/signature.ts';
import type { TestStack } from '../testing/stack.ts';
import { POINTS, type Point } from './points.ts';
import type { Chance } from './random.ts';
import { strikeAt } from './strike-at.ts';

const BLOWS = [
  'kill http',
  'kill worker',
  'kill database',
  'cut connections',
  'forge webhook',
  'forge webhook',
  'kill at a point',
  'cut at a point',
  'cut at a point',
] as const;
export type Blow = (typeof BLOWS)[number];

const COMES_BY_MS = 1_500;

/** A blow and how long after the one before it falls. */
export interface PlannedBlow {
  readonly blow: Blow;
  /** Where a blow at a point falls, if somebody comes by. */
  readonly point: Point;
  readonly afterMs: number;
}

/** Draws the blows of a run beforehand, so that the seed alone decides them. */
export function drawBlows(chance: Chance, count: number): readonly PlannedBlow[] {
  return Array.from({ length: count }, () => ({
    blow: chance.pick(BLOWS),
    point: chance.pick(POINTS),
    afterMs: 300 + chance.below(1700),
  }));
}

/** Strikes as planned until told to stop; a blow at something that is down already is lost. Answers what was done. */
export async function strike(
  stack: TestStack,
  blows: readonly PlannedBlow[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const done: string[] = [];
  for (const planned of blows) {
    const { blow, afterMs } = planned;
    await sleep(afterMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) break;
    const outcome = await strikeOnce(stack, planned).then(
      () => '',
      (error: unknown) => ` (lost: ${error instanceof Error ? error.message : String(error)})`,
    );
    done.push(`${new Date().toISOString()} ${blow}${outcome}`);
  }
  return done;
}

async function strikeOnce(stack: TestStack, { blow, point }: PlannedBlow): Promise<void> {
  switch (blow) {
    case 'kill http':
      return stack.killProgram('http');
    case 'kill worker':
      return stack.killProgram('worker');
    case 'kill database':
      return await stack.killDatabase();
    case 'cut connections':
      await stack.sql(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
      return undefined;
    case 'forge webhook':
      return await forgeWebhooks(stack);
    case 'kill at a point':
    case 'cut at a point': {
      const struck = await strikeAt(stack, point, blow === 'kill at a point' ? 'kill' : 'cut', COMES_BY_MS);
      if (struck === undefined) throw new Error(`nobody came to "${point}"`);
    }
  }
}

/** Money that never was: signed with a guessed secret, and signed well but for another merchant. */
async function forgeWebhooks({ tenant, sql }: TestStack): Promise<void> {
  const [attempt] = await sql<{ id: string; amount: string }>(
    `select id, amount::text from payments.attempt where state in ('created', 'pending') order by created_at desc limit 1`,
  );
  const forged = [
    { merchant: tenant.merchant.id, secret: 'guessed' },
    { merchant: 'somebody-else', secret: tenant.merchant.webhook_secret },
  ];
  for (const { merchant, secret } of forged) {
    const body = forgedBody(merchant, attempt?.id ?? crypto.randomUUID(), attempt?.amount ?? '2500');
    const timestamp = String(Math.floor(Date.now() / 1000));
    const headers = {
      'content-type': 'application/json',
      'sandbox-timestamp': timestamp,
      'sandbox-signature': webhookSignature(timestamp, body, secret),
    };
    const answer = await fetch(tenant.hookUrl, { method: 'POST', body, headers });
    if (answer.ok) throw new Error(`a forged webhook was answered ${answer.status}`);
  }
}

export const FORGED_PREFIX = 'forged-';

function forgedBody(merchant: string, reference: string, amount: string): string {
  const now = new Date().toISOString();
  const transaction = { id: `${FORGED_PREFIX}${crypto.randomUUID()}`, amount, currency: 'CNY', fee: '0', paid_at: now };
  const data = { payment_id: `pay_${reference}`, reference, transaction };
  return JSON.stringify({
    id: `evt_${crypto.randomUUID()}`,
    type: 'payment.captured',
    created_at: now,
    merchant_id: merchant,
    data,
  });
}
