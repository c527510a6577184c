/** Reconciliation of gateway accounts: bills, and tickets for what differs. */
import { z } from 'zod';
import { pageInputSchema } from './pagination-schemas.ts';

/** How the provider's books and ours differ. */
export const TICKET_KINDS = [
  'receipt_missing',
  'amount_differs',
  'currency_differs',
  'fee_differs',
  'payment_not_on_bill',
  'refund_missing',
  'refund_differs',
  'refund_not_on_bill',
] as const;
export type TicketKind = (typeof TICKET_KINDS)[number];

/** How a person may end a ticket. */
export const RESOLUTION_KINDS = ['explained', 'fee_booked', 'recognised'] as const;
export type ResolutionKind = (typeof RESOLUTION_KINDS)[number];

const id = z.string();
/** An amount as text; in minor units where the currency is not one we book in. */
const money = z.object({ amount: z.string(), currency: z.string() });

export const ticketSchema = z.object({
  id,
  kind: z.enum(TICKET_KINDS),
  accountName: z.string(),
  day: z.string(),
  /** The provider's transaction, or our refund. */
  subject: z.string(),
  orderNo: z.string().nullable(),
  ours: money.nullable(),
  theirs: money.nullable(),
  state: z.enum(['open', 'resolved']),
  resolution: z.enum([...RESOLUTION_KINDS, 'vanished']).nullable(),
  /** What may be decided of it. */
  choices: z.array(z.enum(RESOLUTION_KINDS)),
  note: z.string().nullable(),
  resolvedBy: z.string().nullable(),
  journalId: id.nullable(),
  createdAt: z.string(),
  resolvedAt: z.string().nullable(),
});
export type TicketDto = z.infer<typeof ticketSchema>;

export const ticketListInputSchema = pageInputSchema.extend({
  state: z.enum(['open', 'resolved']).optional(),
  kind: z.enum(TICKET_KINDS).optional(),
});

export const resolveTicketInputSchema = z.object({
  ticketId: z.uuid(),
  resolution: z.enum(RESOLUTION_KINDS),
  note: z.string().trim().min(1).max(500),
});

export const billSchema = z.object({
  id,
  accountId: id,
  accountName: z.string(),
  day: z.string(),
  state: z.enum(['fetching', 'failed', 'done']),
  lines: z.int(),
  openTickets: z.int(),
  nextTryAt: z.string().nullable(),
  doneAt: z.string().nullable(),
  totals: z.array(z.object({ gross: money, refunded: money, fee: money, net: money })),
});
export type BillDto = z.infer<typeof billSchema>;

export const reconcileDayInputSchema = z.object({ accountId: z.uuid(), day: z.iso.date() });
export const reconciledDaySchema = z.object({ lines: z.int(), opened: z.int() });
