import type { TenantId } from '@keyfall/contracts';
import { serviceTx } from '@keyfall/db';
import type { Core } from '../context.ts';
import { AUDIT_INVARIANTS } from './audit-invariant-queries.ts';
import { BILL_INVARIANTS } from './bill-invariant-queries.ts';
import { COLLECTING_INVARIANTS } from './collecting-invariant-queries.ts';
import type { Invariant } from './invariant.ts';
import { LEDGER_INVARIANTS } from './ledger-invariant-queries.ts';
import { readLastCodeCheck, runInvariant } from './run-queries.ts';
import { SALE_INVARIANTS } from './sale-invariant-queries.ts';
import { TIMER_INVARIANTS } from './timer-invariant-queries.ts';
import { WITHDRAWAL_INVARIANTS } from './withdrawal-invariant-queries.ts';

export interface InvariantResult {
  readonly invariant: string;
  readonly says: string;
  /** Rows that break it; 0 when it holds. */
  readonly broken: number;
  readonly ms: number;
  /**
   * Why it was not checked, and does not count as passed. `none`: what it speaks of is not built yet; `unneeded`: it is left out
   * by decision; `unrun`: only the operator's command line can check it, and has not yet.
   */
  readonly parts?: 'none' | 'unneeded' | 'unrun';
  /** When it was checked, where that was not now. */
  readonly checkedAt?: Date;
}

const NOT_BUILT: readonly Invariant[] = [
  { id: 'I23', says: 'money in flight is the live supplier requests', query: null },
  { id: 'I24', says: 'at most one live attempt per unit at suppliers', query: null },
];

/** Reports add up the ledger itself (`docs/adr/0011`): there are no rollups that could differ from it. */
const UNNEEDED: Invariant = { id: 'I34', says: 'rollups equal the ledger', query: null };

/** Needs every secret and so the vault: the operator's command line runs it (`checkCodes`), here stands what it found last. */
const CODES: Invariant = { id: 'I29', says: 'every live code has a secret that opens under its own name', query: null };

/** All invariants, by number. */
export const INVARIANTS: readonly Invariant[] = [
  ...LEDGER_INVARIANTS,
  ...SALE_INVARIANTS,
  ...TIMER_INVARIANTS,
  ...WITHDRAWAL_INVARIANTS,
  ...AUDIT_INVARIANTS,
  ...BILL_INVARIANTS,
  ...COLLECTING_INVARIANTS,
  CODES,
  UNNEEDED,
  ...NOT_BUILT,
].toSorted((a, b) => (a.id < b.id ? -1 : 1));

/**
 * Checks every invariant of one tenant. Each is one statement and so one snapshot: sales may go on meanwhile and change
 * nothing about the answers. Reads only.
 */
export async function verifyTenant(core: Pick<Core, 'db'>, tenantId: TenantId): Promise<readonly InvariantResult[]> {
  const results: InvariantResult[] = [];
  for (const { id, says, query } of INVARIANTS) {
    if (id === CODES.id) {
      results.push(await lastCodeCheck(core, tenantId));
      continue;
    }
    if (query === null) {
      results.push({ invariant: id, says, broken: 0, ms: 0, parts: id === UNNEEDED.id ? 'unneeded' : 'none' });
      continue;
    }
    const startedAt = performance.now();
    const broken = await serviceTx(core.db, { tenantId }, (tx) => runInvariant(tx, query), { pace: 'job' });
    results.push({ invariant: id, says, broken, ms: Math.round(performance.now() - startedAt) });
  }
  return results;
}

async function lastCodeCheck(core: Pick<Core, 'db'>, tenantId: TenantId): Promise<InvariantResult> {
  const last = await serviceTx(core.db, { tenantId }, readLastCodeCheck);
  const { id, says } = CODES;
  if (last === undefined) return { invariant: id, says, broken: 0, ms: 0, parts: 'unrun' };
  return { invariant: id, says, broken: Number(last.broken), ms: Number(last.ms), checkedAt: last.created_at };
}
