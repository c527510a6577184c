import type { Wiring } from './wiring.ts';

/**
 * A kind of work that is driven by state: it looks for rows whose time has come and acts on them. It keeps nothing in
 * memory, so a killed worker loses nothing and two workers do not collide (rows are locked with SKIP LOCKED).
 */
export interface Sweeper {
  readonly name: string;
  /** The pause after a round that found nothing. */
  readonly everyMs: number;
  /** One bounded round. True when more work was left, so that the next round follows at once. */
  sweep(signal: AbortSignal): Promise<boolean>;
}

/** The sweepers of this installation, one line a kind. */
export function createSweepers(_wiring: Wiring): readonly Sweeper[] {
  return [];
}
