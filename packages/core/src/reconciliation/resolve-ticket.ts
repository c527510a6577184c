import type { GatewayAccountId, TicketId } from '@keyfall/contracts';
import type { ResolutionKind } from '@keyfall/contracts/reconciliation-schemas';
import type { ServiceTx } from '@keyfall/db';
import { parseCurrency } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asService, type Ctx, type StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { feeDifferenceJournal, postJournal } from '../ledger/index.ts';
import { capturePayment } from '../payments/index.ts';
import { closeTicket, lockTicket, readBilledPayment, type TicketRow } from './ticket-queries.ts';

export interface ResolveTicketInput {
  readonly ticketId: TicketId;
  readonly resolution: ResolutionKind;
  /** Why, in the words of whoever decided. */
  readonly note: string;
}

/**
 * Ends a ticket by a person's decision: explained (nothing is booked), the real fee booked (5020 against 1020, what the bill has
 * more, or what a settlement brought less; the seller is not touched), or the provider's payment recognised as the webhook that never came would have done. Locks: ticket.
 *
 * @throws DomainError not_found, ticket_state_conflict, ticket_resolution_unfit (this kind of difference ends otherwise)
 */
export async function resolveTicket(ctx: Ctx<StaffPrincipal>, input: ResolveTicketInput): Promise<void> {
  if (input.resolution === 'recognised') await recognise(ctx, input);
  await asService(ctx, async (tx) => {
    const ticket = await lockOpenTicket(tx, input);
    const journalId = input.resolution === 'fee_booked' ? await bookFee(tx, ctx, ticket) : null;
    await closeTicket(tx, ticket.id, { ...input, resolvedBy: ctx.principal.loginId, journalId });
    await recordAudit(tx, ctx, {
      action: 'reconciliation.resolve',
      subjectKind: 'ticket',
      subjectId: ticket.id,
      data: { kind: ticket.kind, resolution: input.resolution, note: input.note, subject: ticket.subject },
    });
  });
}

/** Which differences each decision fits. */
const FITS: Readonly<Record<ResolutionKind, (kind: TicketRow['kind']) => boolean>> = {
  explained: () => true,
  fee_booked: (kind) => kind === 'fee_differs' || kind === 'settlement_differs',
  recognised: (kind) => kind === 'receipt_missing',
};

/** Whether a ticket of this kind may be ended that way. */
export function fitsTicket(resolution: ResolutionKind, kind: TicketRow['kind']): boolean {
  return FITS[resolution](kind);
}

async function lockOpenTicket(tx: ServiceTx, input: ResolveTicketInput): Promise<TicketRow> {
  const ticket = await lockTicket(tx, input.ticketId);
  if (ticket === undefined) throw new DomainError('not_found', { what: 'ticket' });
  if (ticket.state !== 'open') throw new DomainError('ticket_state_conflict');
  if (!fitsTicket(input.resolution, ticket.kind))
    throw new DomainError('ticket_resolution_unfit', { kind: ticket.kind });
  return ticket;
}

async function bookFee(tx: ServiceTx, ctx: Ctx<StaffPrincipal>, ticket: TicketRow): Promise<string> {
  const { receipt_id: receiptId, settlement_id: settlementId, ours, theirs } = ticket;
  const subjectId = settlementId ?? receiptId;
  if (subjectId === null || ours === null || theirs === null) throw new TypeError('a fee that differs has two figures');
  const journalId = uuidv7();
  const draft = feeDifferenceJournal({
    subjectId,
    gatewayAccountId: ticket.account_id as GatewayAccountId,
    currency: parseCurrency(ticket.currency),
    difference: settlementId === null ? theirs - ours : ours - theirs,
  });
  await postJournal(tx, ctx.principal.tenantId, draft, { journalId, reference: ticket.subject });
  return journalId;
}

/** Recognising is idempotent by the provider's transaction, so a second try after a broken connection changes nothing. */
async function recognise(ctx: Ctx<StaffPrincipal>, input: ResolveTicketInput): Promise<void> {
  const payment = await asService(ctx, async (tx) => {
    const ticket = await lockOpenTicket(tx, input);
    return await readBilledPayment(tx, ticket);
  });
  if (payment === undefined) throw new DomainError('ticket_resolution_unfit', { kind: 'receipt_missing' });
  const { account_id: accountId, provider, reference, transaction_id: transactionId } = payment;
  await capturePayment(ctx.core, {
    tenantId: ctx.principal.tenantId,
    accountId: accountId as GatewayAccountId,
    provider,
    reference,
    requestId: ctx.requestId,
    transaction: {
      transactionId,
      amount: payment.gross,
      currency: payment.currency,
      fee: payment.fee < 0n ? 0n : payment.fee,
      paidAt: payment.occurred_at,
    },
  });
}
