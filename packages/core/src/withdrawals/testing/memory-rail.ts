import { PortError } from '../../errors.ts';
import type { PayoutRail, PayoutReport, PayoutRequest } from '../payout-rail.port.ts';

/** What the next call of a kind does instead of its work. */
type Fault = 'not_reached' | 'refused' | 'lost' | 'done_but_lost';

interface MemoryPayout {
  readonly request: PayoutRequest;
  readonly number: string;
  report: PayoutReport;
}

/** A payout rail in this process: the port's contract with a truth a test can read, and faults it can order. */
export class MemoryRail implements PayoutRail {
  readonly provider = 'sandbox';
  readonly payouts = new Map<string, MemoryPayout>();
  readonly calls: string[] = [];
  readonly faults: { readonly pay: Fault[]; readonly query: Fault[] } = { pay: [], query: [] };
  /** How a new payout ends. */
  ends: 'paid' | 'failed' | 'pending' = 'paid';
  cost = 10n;
  /** Called before a payout is taken: what the database says at this moment. */
  beforePay: (reference: string) => Promise<void> = () => Promise.resolve();

  async pay(request: PayoutRequest): Promise<PayoutReport> {
    this.calls.push(`pay ${request.reference}`);
    await this.beforePay(request.reference);
    const fault = this.faults.pay.shift();
    if (fault === 'not_reached') throw new PortError('nobody listens', { retryable: true });
    if (fault === 'refused') throw new PortError('payee refused', { retryable: false });
    if (fault === 'lost') return { state: 'unknown' };
    const { reference } = request;
    const present = this.payouts.get(reference);
    if (present === undefined) {
      this.payouts.set(reference, { request, number: request.payee.number.expose(), report: this.#ending(reference) });
    }
    if (fault === 'done_but_lost') return { state: 'unknown' };
    return this.#reportOf(reference);
  }

  query(reference: string): Promise<PayoutReport | { readonly state: 'not_found' }> {
    this.calls.push(`query ${reference}`);
    if (this.faults.query.shift() !== undefined) return Promise.reject(new PortError('no answer', { retryable: true }));
    return Promise.resolve(this.payouts.has(reference) ? this.#reportOf(reference) : { state: 'not_found' });
  }

  /** The rail's answer about a payout from now on. */
  settle(reference: string, state: 'paid' | 'failed' | 'returned'): void {
    const payout = this.payouts.get(reference);
    if (payout === undefined) throw new Error(`no payout ${reference}`);
    const providerRef = `out_${reference}`;
    payout.report =
      state === 'failed'
        ? { state, providerRef, failure: 'account_closed' }
        : state === 'paid'
          ? { state, providerRef, cost: this.cost }
          : { state, providerRef, cost: this.cost, failure: 'account_closed' };
  }

  #ending(reference: string): PayoutReport {
    const providerRef = `out_${reference}`;
    if (this.ends === 'pending') return { state: 'pending', providerRef };
    if (this.ends === 'failed') return { state: 'failed', providerRef, failure: 'account_closed' };
    return { state: 'paid', providerRef, cost: this.cost };
  }

  #reportOf(reference: string): PayoutReport {
    return this.payouts.get(reference)?.report ?? { state: 'unknown' };
  }
}
