import { setTimeout as sleep } from 'node:timers/promises';
import { isRetryable } from './pg-errors.ts';

const ATTEMPTS_MAX = 5;
const BASE_DELAY_MS = 20;

/**
 * Does `work` again after a serialization failure, a deadlock, a lock not had in time, a lost connection or a plan that a migration made stale: at most five times in all, with a
 * growing random pause. A connection lost around COMMIT leaves open whether it took effect, so `work` must use the
 * same ids and keys each time (make them outside) and be refused or answered alike by what the first time left behind.
 */
export async function withRetry<T>(work: (attempt: number) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || !isRetryable(error)) throw error;
      await sleep(Math.random() * BASE_DELAY_MS * 2 ** attempt);
    }
  }
}
