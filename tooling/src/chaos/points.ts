import { setTimeout as sleep } from 'node:timers/promises';
import type { TestStack } from '../testing/stack.ts';

interface Place {
  readonly table: string;
  readonly event: 'insert' | 'update' | 'delete';
  readonly when?: string;
  /** `row`: as soon as the row is written, in the middle of its transaction; `commit`: when the commit was asked for. */
  readonly at: 'row' | 'commit';
}

/**
 * Moments at which a blow can be struck exactly, named by what has happened: a trigger of the test halts whoever comes by
 * first in the database, so no line of the product knows about it.
 */
const PLACES = {
  'order placed, commit asked for': { table: 'orders.sales_order', event: 'insert', at: 'commit' },
  'webhook stored, commit asked for': { table: 'payments.webhook', event: 'insert', at: 'commit' },
  'receipt written, order still unpaid': { table: 'payments.receipt', event: 'insert', at: 'row' },
  'payment captured and delivered, commit asked for': { table: 'payments.receipt', event: 'insert', at: 'commit' },
  'delivered, buyer not told': { table: 'notify.mail', event: 'insert', at: 'row' },
  'refund done at the gateway, not booked': {
    table: 'payments.refund',
    event: 'update',
    when: `old.state <> 'done' and new.state = 'done'`,
    at: 'row',
  },
  'refund booked, commit asked for': {
    table: 'payments.refund',
    event: 'update',
    when: `old.state <> 'done' and new.state = 'done'`,
    at: 'commit',
  },
  'slice of an import written': {
    table: 'inventory.import_job',
    event: 'update',
    when: 'new.lines_done > old.lines_done and old.lines_done > 0',
    at: 'row',
  },
  'payout made by the rail, not booked': {
    table: 'withdrawals.withdrawal',
    event: 'update',
    when: `old.state = 'submitted' and new.state = 'paid'`,
    at: 'row',
  },
  'balance folded, commit asked for': { table: 'ledger.balance', event: 'update', at: 'commit' },
} as const satisfies Readonly<Record<string, Place>>;

export type Point = keyof typeof PLACES;
export const POINTS = Object.keys(PLACES) as readonly Point[];

/** Keeps these locks apart from those of the product. */
const LOCK_CLASS = 7351;
const HALT_S = 20;

/** Puts the triggers into a stack's database. They do nothing while no point is armed. */
export async function installPoints(sql: TestStack['sql']): Promise<void> {
  await sql('create schema chaos');
  await sql('create table chaos.armed (point integer primary key)');
  await sql(`
    create function chaos.halt() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
    declare v_until timestamptz := clock_timestamp() + interval '${HALT_S} seconds';
    begin
      if not exists (select from chaos.armed a where a.point = tg_argv[0]::integer) then return null; end if;
      -- Whoever comes later passes by.
      if not pg_try_advisory_xact_lock(${LOCK_CLASS}, tg_argv[0]::integer) then return null; end if;
      while exists (select from chaos.armed a where a.point = tg_argv[0]::integer) and clock_timestamp() < v_until loop
        perform pg_sleep(0.005);
      end loop;
      return null;
    end $$`);
  for (const [index, point] of POINTS.entries()) {
    const { table, event, at, when }: Place = PLACES[point];
    const isLate = at === 'commit';
    await sql(`create ${isLate ? 'constraint ' : ''}trigger chaos_${index} after ${event} on ${table}
      ${isLate ? 'deferrable initially deferred' : ''} for each row ${when === undefined ? '' : `when (${when})`}
      execute function chaos.halt(${index})`);
  }
}

/** Who stands at a point: a database session and the program behind it. */
export interface Halted {
  readonly pid: number;
  readonly clientPort: number;
  readonly program: string;
}

/**
 * Halts the first who comes to a point, does something to it, and lets it go on. Undefined when nobody came in time.
 */
export async function haltAt<T>(
  { sql }: Pick<TestStack, 'sql'>,
  point: Point,
  strike: (halted: Halted) => Promise<T> | T,
  timeoutMs: number,
): Promise<T | undefined> {
  const index = POINTS.indexOf(point);
  await sql('insert into chaos.armed values ($1) on conflict do nothing', [index]);
  try {
    const halted = await untilHalted(sql, index, timeoutMs);
    return halted === undefined ? undefined : await strike(halted);
  } finally {
    await sql('delete from chaos.armed where point = $1', [index]);
  }
}

async function untilHalted(sql: TestStack['sql'], index: number, timeoutMs: number): Promise<Halted | undefined> {
  const giveUpAt = performance.now() + timeoutMs;
  while (performance.now() < giveUpAt) {
    const [found] = await sql<{ pid: number; client_port: number; application_name: string }>(
      `select a.pid, a.client_port, a.application_name from pg_locks l join pg_stat_activity a on a.pid = l.pid
        where l.locktype = 'advisory' and l.classid::bigint = $1 and l.objid::bigint = $2 and l.granted and a.wait_event = 'PgSleep'`,
      [LOCK_CLASS, index],
    );
    if (found !== undefined)
      return { pid: found.pid, clientPort: found.client_port, program: found.application_name.replace('keyfall ', '') };
    await sleep(10);
  }
  return undefined;
}
