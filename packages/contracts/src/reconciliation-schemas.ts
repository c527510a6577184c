/** Reconciliation of gateway accounts: bills, what was settled of them, and tickets for what differs. */
import { z } from 'zod';
import { bankAccountIdSchema, gatewayAccountIdSchema } from './id-schemas.ts';
import { moneyDtoSchema, positiveMoneySchema } from './money-schemas.ts';
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
  'settlement_differs',
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
  /** The provider's transaction, our refund, or the bank's line. */
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

export const SETTLEMENT_STATES = ['declared', 'booked', 'refused'] as const;
export type SettlementState = (typeof SETTLEMENT_STATES)[number];

/** What a provider owes, one row for each account and currency. */
export const clearingSchema = z.object({
  accountId: id,
  accountName: z.string(),
  /** Account 1020: captured there and not settled. */
  clearing: moneyDtoSchema,
  /** What compared bills come to that no settlement names. */
  billed: moneyDtoSchema,
  /** Declared and not agreed to yet. */
  declared: moneyDtoSchema,
  /** The oldest of those bills first, as many as one settlement may name. */
  bills: z.array(z.object({ billId: id, day: z.string(), net: moneyDtoSchema, feeDifference: moneyDtoSchema })),
  /** How many there are in all. */
  openBills: z.int(),
});
export type ClearingDto = z.infer<typeof clearingSchema>;

/** A settlement names at most so many bills. */
export const SETTLED_BILLS_MAX = 62;

export const settlementSchema = z.object({
  id,
  accountName: z.string(),
  bank: z.string(),
  bankLine: z.string(),
  arrivedOn: z.string(),
  expected: moneyDtoSchema,
  received: moneyDtoSchema,
  /** By how much the bills' fees are higher than booked: what was, or will be, booked with it. */
  feeDifference: moneyDtoSchema,
  days: z.array(z.string()),
  state: z.enum(SETTLEMENT_STATES),
  /** Whether the reader declared it itself: somebody else has to agree. */
  isOwn: z.boolean(),
  declaredBy: z.string().nullable(),
  decidedBy: z.string().nullable(),
  reason: z.string().nullable(),
  journalId: id.nullable(),
  createdAt: z.string(),
  decidedAt: z.string().nullable(),
});
export type SettlementDto = z.infer<typeof settlementSchema>;

export const settlementListInputSchema = pageInputSchema.extend({ state: z.enum(SETTLEMENT_STATES).optional() });

export const declareSettlementInputSchema = z.object({
  accountId: gatewayAccountIdSchema,
  bankAccountId: bankAccountIdSchema,
  bankLine: z.string().trim().min(1).max(120),
  arrivedOn: z.iso.date(),
  received: positiveMoneySchema,
  billIds: z.array(z.uuid()).max(SETTLED_BILLS_MAX),
});
export const confirmSettlementInputSchema = z.object({ settlementId: z.uuid() });
export const refuseSettlementInputSchema = z.object({
  settlementId: z.uuid(),
  reason: z.string().trim().min(1).max(500),
});
