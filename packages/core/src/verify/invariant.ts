import type { RawBuilder } from 'kysely';

/** One thing that must always be true of a tenant's rows. */
export interface Invariant {
  /** As quality numbers them: I01 … I36. */
  readonly id: string;
  /** The invariant in words. */
  readonly says: string;
  /** Counts what breaks it, in one statement and so in one snapshot; null where the part it speaks of does not exist. */
  readonly query: RawBuilder<{ broken: number }> | null;
}
