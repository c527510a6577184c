import { randomUUID } from 'node:crypto';
import type { TenantId } from '@keyfall/contracts';
import type { Core } from '@keyfall/core';
import { forgetDueWork, listTenants, readDueWork, type DueWork, type WorkKind } from '@keyfall/core/jobs';
import type { Logger } from 'pino';
import type { Sweep } from './sweepers.ts';

/** What is looked for when: due rows each second, everything of everybody each minute. */
const LOOK_MS = 1000;
const ROUND_MS = 60_000;
const AT_ONCE = 6;
/** A sweeper that keeps finding work gives others a turn after this many rounds. */
const ROUNDS_MAX = 20;
const BACKOFF_FIRST_MS = 1000;
const BACKOFF_MAX_MS = 60_000;
/**
 * What follows when anything woke a tenant, at most so often per tenant: journals leave movements to fold, and hardly one
 * is posted without a wake-up beside it. So the hot path writes no row for it, and who does nothing costs nothing.
 */
const FOLLOWING_KIND: WorkKind = 'ledger.fold';
const FOLLOWING_MS = 2000;

export interface WorkScheduler {
  /** Looks at one tenant's kind of work as soon as there is room. */
  poke(tenantId: string, kind: string): void;
  /** Starts no further sweeps and waits for the running ones. */
  stop(): Promise<void>;
}

export interface WorkSchedulerOptions {
  readonly core: Core;
  readonly sweepers: Partial<Readonly<Record<WorkKind, Sweep>>>;
  readonly log: Logger;
  /** Look by itself, as the worker does; without it only pokes start work, as in the web process. */
  readonly looksByItself: boolean;
  readonly lookMs?: number;
  readonly roundMs?: number;
  readonly followingMs?: number;
}

interface Task {
  readonly tenantId: string;
  readonly kind: WorkKind;
  /** The wake-up rows this task answers; only they are deleted, so one that arrives meanwhile is seen again. */
  readonly ids: readonly string[];
}

const nameOf = ({ tenantId, kind }: Pick<Task, 'tenantId' | 'kind'>): string => `${tenantId} ${kind}`;

/** Runs each kind of work for each tenant, one at a time per tenant and kind, a few at once over all. */
export function startWorkScheduler(options: WorkSchedulerOptions): WorkScheduler {
  const { core, sweepers, log } = options;
  const kinds = Object.keys(sweepers) as WorkKind[];
  const waiting = new Map<string, Task>();
  const running = new Map<string, Promise<void>>();
  const failures = new Map<string, { readonly count: number; readonly until: number }>();
  let stopped = false;

  const add = (task: Task): void => {
    const name = nameOf(task);
    if (stopped || (failures.get(name)?.until ?? 0) > performance.now()) return;
    const other = waiting.get(name);
    waiting.set(name, other === undefined ? task : { ...task, ids: [...other.ids, ...task.ids] });
    startWaiting();
  };

  const startWaiting = (): void => {
    for (const [name, task] of waiting) {
      if (stopped || running.size >= AT_ONCE) return;
      if (running.has(name)) continue;
      waiting.delete(name);
      const work = run(task).finally(() => {
        running.delete(name);
        startWaiting();
      });
      running.set(name, work);
    }
  };

  const run = async (task: Task): Promise<void> => {
    const name = nameOf(task);
    const requestId = randomUUID();
    try {
      await sweepUntilIdle(core, task, sweepers[task.kind], requestId, () => stopped);
      if (task.ids.length > 0) await forgetDueWork(core.db, task.ids);
      failures.delete(name);
    } catch (error) {
      const count = (failures.get(name)?.count ?? 0) + 1;
      const pauseMs = Math.min(BACKOFF_FIRST_MS * 2 ** Math.min(count - 1, 10), BACKOFF_MAX_MS);
      failures.set(name, { count, until: performance.now() + pauseMs });
      log.error({ err: error, tenantId: task.tenantId, kind: task.kind, requestId, count }, 'sweep failed');
    }
  };

  const guarded = (look: () => Promise<void>, what: string) => async (): Promise<void> => {
    try {
      await look();
    } catch (error) {
      log.error({ err: error }, `${what} failed`);
    }
  };
  const follow = followWoken(options.followingMs ?? FOLLOWING_MS);
  const look = guarded(async () => {
    const tasks = groupDueWork(await readDueWork(core.db, kinds));
    for (const task of tasks) add(task);
    if (!kinds.includes(FOLLOWING_KIND)) return;
    for (const tenantId of follow(tasks.map((task) => task.tenantId))) add({ tenantId, kind: FOLLOWING_KIND, ids: [] });
  }, 'looking for due work');
  const round = guarded(async () => {
    for (const tenantId of await listTenants(core.db)) for (const kind of kinds) add({ tenantId, kind, ids: [] });
  }, 'the round over all tenants');

  const timers = options.looksByItself
    ? [repeat(look, options.lookMs ?? LOOK_MS), repeat(round, options.roundMs ?? ROUND_MS)]
    : [];
  return {
    poke: (tenantId, kind) => {
      if (kinds.includes(kind as WorkKind)) add({ tenantId, kind: kind as WorkKind, ids: [] });
    },
    async stop() {
      stopped = true;
      await Promise.all(timers.map((timer) => timer.stop()));
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}

async function sweepUntilIdle(
  core: Core,
  task: Task,
  sweep: Sweep | undefined,
  requestId: string,
  isStopped: () => boolean,
): Promise<void> {
  if (sweep === undefined) return;
  for (let turn = 0; turn < ROUNDS_MAX && !isStopped(); turn += 1) {
    const { done } = await sweep(core, task.tenantId as TenantId, requestId);
    if (done === 0) return;
  }
}

/** Takes the tenants woken at a look and answers those whose turn to be followed has come, each once in `pauseMs`. */
function followWoken(pauseMs: number): (woken: readonly string[]) => readonly string[] {
  const waiting = new Set<string>();
  const followedAt = new Map<string, number>();
  return (woken) => {
    for (const tenantId of woken) waiting.add(tenantId);
    const now = performance.now();
    const due = [...waiting].filter((tenantId) => now - (followedAt.get(tenantId) ?? -Infinity) >= pauseMs);
    for (const tenantId of due) {
      waiting.delete(tenantId);
      followedAt.set(tenantId, now);
    }
    return due;
  };
}

/** One task per tenant and kind, holding all its wake-up rows. */
export function groupDueWork(rows: readonly DueWork[]): Task[] {
  const tasks = new Map<string, { tenantId: string; kind: WorkKind; ids: string[] }>();
  for (const { id, tenantId, kind } of rows) {
    const name = nameOf({ tenantId, kind });
    const task = tasks.get(name);
    if (task === undefined) tasks.set(name, { tenantId, kind, ids: [id] });
    else task.ids.push(id);
  }
  return [...tasks.values()];
}

interface Repeating {
  stop(): Promise<void>;
}

/** Calls at once and then again and again, a pause after each end: a slow look never overlaps with the next. */
function repeat(work: () => Promise<void>, pauseMs: number): Repeating {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let current = Promise.resolve();
  const turn = (): void => {
    current = work().then(() => {
      // A little out of step, so that several workers do not look at the same moment.
      if (!stopped) timer = setTimeout(turn, pauseMs * (0.9 + 0.2 * Math.random()));
    });
  };
  turn();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
