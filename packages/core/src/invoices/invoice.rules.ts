import type { InvoiceState, OrderState } from '@keyfall/contracts';
import type { TxOptions } from '@keyfall/db';
import { DomainError } from '../errors.ts';
import { canMove, type Moves } from '../state-machine.ts';

/** An invoice is asked for, then issued or refused; what was issued can only become void. */
export const INVOICE_MOVES: Moves<InvoiceState> = {
  requested: ['issued', 'refused'],
  issued: ['void'],
  void: [],
  refused: [],
};

/** @throws DomainError invoice_state_conflict */
export function assertInvoiceMove(from: InvoiceState, to: InvoiceState): void {
  if (!canMove(INVOICE_MOVES, from, to)) throw new DomainError('invoice_state_conflict', { from, to });
}

/** Orders that were paid and handed over, as far as they will be; of the last kind only what was kept is left. */
export const BILLABLE_STATES: readonly OrderState[] = ['delivered', 'partly_delivered', 'refund_only'];

/** The n-th invoice of an issuer's year, from 1: `2026-000001`. */
export function invoiceNumber(year: number, n: number): string {
  return `${year}-${n.toString().padStart(6, '0')}`;
}

/** Orders that are named one by one on paper and screens; above that they are summed by days, and the list is a file. */
export const LISTED_ORDERS_MAX = 100;
/** Days of payment up to which sums are daily, and above which monthly. */
export const DAILY_SUMS_MAX = 62;

/** A statement about every order of an invoice takes its time, on a busy machine more than a request's statement may. */
export const MANY_ORDERS: TxOptions = { pace: 'job' };
