import { z } from 'zod';

const MINUTE_MS = 60_000;

/** How the shop is told about a payment, and how its refunds end. Set for everything or for one payment. */
export const faultsSchema = z.strictObject({
  /** Copies sent besides the first; all carry the same event id. */
  duplicates: z.int().min(0).max(5).default(0),
  delay_ms: z
    .int()
    .min(0)
    .max(60 * MINUTE_MS)
    .default(0),
  /** Events of one window are sent after it, the latest first. */
  reorder_window_ms: z.int().min(0).max(MINUTE_MS).default(0),
  signature: z.enum(['good', 'bad_once', 'bad_always']).default('good'),
  delivery: z.enum(['send', 'drop_first', 'drop_all']).default('send'),
  refund: z.enum(['done', 'pending', 'pending_then_failed', 'failed']).default('done'),
});
export type Faults = z.infer<typeof faultsSchema>;

export const NO_FAULTS: Faults = faultsSchema.parse({});

export const API_OPERATIONS = ['create', 'query', 'close', 'refund', 'bill', 'payout'] as const;
export type ApiOperation = (typeof API_OPERATIONS)[number];

/**
 * A failing API, for the next `remaining` requests of the operation. Stage `after` fails once the work is done: the
 * caller sees an error although the gateway acted.
 */
export const apiFaultSchema = z.strictObject({
  kind: z.enum(['error', 'hang', 'reset', 'garbage']),
  stage: z.enum(['before', 'after']).default('before'),
  operation: z.enum(['any', ...API_OPERATIONS]).default('any'),
  remaining: z.int().min(0).max(10_000).default(1),
});
export type ApiFault = z.infer<typeof apiFaultSchema>;

/** Events of one act lie this far apart when they are reordered, so that their order on the wire is certain. */
const REORDER_STEP_MS = 20;

/**
 * When an event is due; `index` counts the events of one act. Within a reorder window the order is mirrored at the
 * window's end: what happened later is due earlier.
 */
export function dueAt(faults: Faults, nowMs: number, index = 0): number {
  const windowMs = faults.reorder_window_ms;
  if (windowMs === 0) return nowMs + faults.delay_ms;
  const windowEndMs = (Math.floor(nowMs / windowMs) + 1) * windowMs;
  const happenedMs = Math.min(nowMs + index * REORDER_STEP_MS, windowEndMs - 1);
  return faults.delay_ms + 2 * windowEndMs - happenedMs;
}
