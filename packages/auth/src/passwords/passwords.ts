import { DomainError } from '@keyfall/core';
import { hashArgon2id, matchesArgon2id } from './argon2.ts';

/** Each computation takes a core for some 30 ms and 19 MiB: more at once would starve everything else. */
const AT_ONCE = 2;
const WAITING_MAX = 50;
const RETRY_AFTER_SECONDS = 2;

let running = 0;
const waiting: (() => void)[] = [];

/** Hashes a password for storage. @throws DomainError rate_limited when too many logins wait already */
export async function hashPassword(password: string): Promise<string> {
  return await inTurn(() => hashArgon2id(normalise(password)));
}

/**
 * Whether the password matches the stored hash. Without a hash a decoy is computed, so that an unknown account takes the
 * time of a known one and answers the same. @throws DomainError rate_limited when too many logins wait already
 */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  const decoy = await decoyHash();
  return await inTurn(async () => {
    const matches = await matchesArgon2id(stored ?? decoy, normalise(password));
    return matches && stored !== null && stored !== undefined;
  });
}

/** How many computations run and wait, for /metrics. */
export function passwordQueue(): { readonly running: number; readonly waiting: number } {
  return { running, waiting: waiting.length };
}

let decoy: Promise<string> | undefined;
function decoyHash(): Promise<string> {
  decoy ??= hashArgon2id('nobody has this password');
  return decoy;
}

// The same characters typed on another keyboard may arrive in another Unicode form.
function normalise(password: string): string {
  return password.normalize('NFKC');
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= WAITING_MAX) {
      throw new DomainError('rate_limited', { retryAfterSeconds: RETRY_AFTER_SECONDS });
    }
    // Whoever ends hands its turn over, so `running` stays as it is.
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running += 1;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
