import { randomBytes } from 'node:crypto';
import type { SandboxSettings } from '../settings.ts';
import type { SandboxClock } from '../store/clock.ts';
import type { Store } from '../store/open-store.ts';

/** What every act of the gateway works on. */
export interface Gateway {
  readonly store: Store;
  readonly settings: SandboxSettings;
  readonly clock: SandboxClock;
  /** Told after each commit that queued a webhook. */
  readonly wakeSender: () => void;
}

/** A request the gateway understood and refuses; `status` is the HTTP status it is answered with. */
export class GatewayRefusal extends Error {
  override readonly name = 'GatewayRefusal';
  readonly status: 404 | 409 | 422;
  readonly code: string;

  constructor(status: 404 | 409 | 422, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** A reference stands for what it was first used for. @throws GatewayRefusal `reference_reused` */
export function assertSameContent(isSame: boolean, what: 'payment' | 'refund' | 'payout'): void {
  if (!isSame) throw new GatewayRefusal(409, 'reference_reused', `This reference stands for another ${what}.`);
}

/** An id nobody can guess: 128 random bits behind a prefix that says what it names. */
export function randomId(prefix: 'pay' | 'txn' | 'rfd' | 'out' | 'evt'): string {
  return `${prefix}_${randomBytes(16).toString('hex')}`;
}
