import { sql } from 'kysely';
import { BROKEN_CHAIN } from '../audit/index.ts';
import type { Invariant } from './invariant.ts';

/** What must hold of the record of who did what. */
export const AUDIT_INVARIANTS: readonly Invariant[] = [
  {
    id: 'I30',
    says: 'the audit chain verifies',
    query: sql<{ broken: number }>`select count(*)::integer as broken from (${BROKEN_CHAIN}) violation`,
  },
];
