import type { InvoiceId } from '@keyfall/contracts';
import { withRetry, type ServiceTx } from '@keyfall/db';
import { parseRate, taxIncluded } from '@keyfall/money';
import { recordAudit } from '../audit/index.ts';
import { asService } from '../context.ts';
import { DomainError } from '../errors.ts';
import {
  lockInvoice,
  lockOrders,
  takeNumber,
  writeEnded,
  writeIssued,
  writeLeftAmounts,
  type DecidedRow,
} from './decision-queries.ts';
import { MANY_ORDERS, assertInvoiceMove, invoiceNumber } from './invoice.rules.ts';
import { issuerIdOf, type IssuerCtx } from './issuer-details.ts';
import { readIssuer } from './issuer-queries.ts';
import { tellAsker } from './tell-asker.ts';

/** The figures a person saw and signed, minor units of the invoice's currency. */
interface SignedFigures {
  readonly amount: bigint;
  readonly taxAmount: bigint;
}

/**
 * Issues an invoice at what is left of its orders just now, with the next number of the issuer's year: numbers have no gap.
 * The figures must still be those that were signed. Locks: the invoice, its orders (against refunds), the counter of numbers.
 * @throws DomainError not_found, invoice_state_conflict, invoice_issuer_missing, invoice_nothing_left, invoice_figures_changed
 */
export async function issueInvoice(
  ctx: IssuerCtx,
  input: { readonly invoiceId: InvoiceId; readonly signed: SignedFigures },
): Promise<{ readonly number: string }> {
  return await withRetry(() =>
    asService(
      ctx,
      async (tx) => {
        const row = await lock(tx, ctx, input.invoiceId);
        assertInvoiceMove(row.state, 'issued');
        const details = await readIssuer(tx, row.issuer_id);
        if (details === undefined) throw new DomainError('invoice_issuer_missing');
        await lockOrders(tx, row.id);
        const { amount, orders } = await writeLeftAmounts(tx, row.id);
        if (amount <= 0n) throw new DomainError('invoice_nothing_left');
        const { taxRate, ...issuer } = details;
        const taxAmount = taxIncluded(amount, parseRate(taxRate));
        if (amount !== input.signed.amount || taxAmount !== input.signed.taxAmount)
          throw new DomainError('invoice_figures_changed');
        const { year, last } = await takeNumber(tx, row.issuer_id);
        const number = invoiceNumber(year, last);
        await writeIssued(tx, row.id, {
          number,
          amount,
          orders,
          taxRate,
          taxAmount,
          issuer,
          by: ctx.principal.loginId,
        });
        await recordAudit(tx, ctx, {
          action: 'invoices.issue',
          subjectKind: 'invoice',
          subjectId: row.id,
          data: { number, amount: amount.toString(), taxAmount: taxAmount.toString(), taxRate, currency: row.currency },
        });
        await tellAsker(tx, ctx.principal.tenantId, row.id, { outcome: 'issued', reason: null });
        return { number };
      },
      MANY_ORDERS,
    ),
  );
}

/** Turns a request down; its orders may be asked for again. @throws DomainError not_found, invoice_state_conflict */
export async function refuseInvoice(
  ctx: IssuerCtx,
  input: { readonly invoiceId: InvoiceId; readonly reason: string },
): Promise<void> {
  await end(ctx, input, 'refused', 'invoices.refuse');
}

/**
 * Makes an issued invoice void: it keeps its number and says so on paper, and its orders may be invoiced again.
 * @throws DomainError not_found, invoice_state_conflict
 */
export async function voidInvoice(
  ctx: IssuerCtx,
  input: { readonly invoiceId: InvoiceId; readonly reason: string },
): Promise<void> {
  await end(ctx, input, 'void', 'invoices.void');
}

async function end(
  ctx: IssuerCtx,
  input: { readonly invoiceId: InvoiceId; readonly reason: string },
  state: 'refused' | 'void',
  action: string,
): Promise<void> {
  await withRetry(() =>
    asService(
      ctx,
      async (tx) => {
        const row = await lock(tx, ctx, input.invoiceId);
        assertInvoiceMove(row.state, state);
        await writeEnded(tx, row.id, { state, reason: input.reason, by: ctx.principal.loginId });
        await recordAudit(tx, ctx, {
          action,
          subjectKind: 'invoice',
          subjectId: row.id,
          data: { reason: input.reason },
        });
        await tellAsker(tx, ctx.principal.tenantId, row.id, { outcome: state, reason: input.reason });
      },
      MANY_ORDERS,
    ),
  );
}

async function lock(tx: ServiceTx, ctx: IssuerCtx, invoiceId: InvoiceId): Promise<DecidedRow> {
  const row = await lockInvoice(tx, invoiceId, await issuerIdOf(tx, ctx));
  if (row === undefined) throw new DomainError('not_found', { what: 'invoice' });
  return row;
}
