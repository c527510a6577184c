/** Statements: what moved on a party's accounts in a period. Amounts are on each account's normal side. */
import { z } from 'zod';
import { pageInputSchema } from './pagination-schemas.ts';

/** Days of one statement at most: a year and a leap day. */
export const STATEMENT_DAYS_MAX = 366;

const DAY_MS = 86_400_000;
const money = z.object({ amount: z.string(), currency: z.string() });

/** Local days of the tenant's time zone, both included. */
export const statementPeriodSchema = z
  .object({ from: z.iso.date(), until: z.iso.date() })
  .refine(({ from, until }) => from >= '2000-01-01' && until <= '2199-12-31' && from <= until, { path: ['until'] })
  .refine(({ from, until }) => Date.parse(until) - Date.parse(from) < STATEMENT_DAYS_MAX * DAY_MS, { path: ['until'] });
export type StatementPeriodDto = z.infer<typeof statementPeriodSchema>;

/** Whose accounts: the wholesaler's own, or those of a distributor, a supplier or a gateway account. */
export const statementPartySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('house') }),
  z.object({ kind: z.enum(['distributor', 'supplier', 'gateway']), id: z.uuid() }),
]);
export type StatementPartyDto = z.infer<typeof statementPartySchema>;

export const statementAccountSchema = z.object({
  accountId: z.string(),
  code: z.string(),
  /** The account's name in the chart, e.g. `available`; both languages name each. */
  name: z.string(),
  currency: z.string(),
  opening: money,
  increased: money,
  decreased: money,
  closing: money,
  entries: z.int(),
});
export type StatementAccountDto = z.infer<typeof statementAccountSchema>;

export const statementSchema = z.object({
  partyName: z.string().nullable(),
  period: z.object({ from: z.string(), until: z.string() }),
  timezone: z.string(),
  /** Whether the period has not ended yet: its closing balances are those of now. */
  open: z.boolean(),
  accounts: z.array(statementAccountSchema),
});
export type StatementDto = z.infer<typeof statementSchema>;

export const statementEntrySchema = z.object({
  journalId: z.string(),
  line: z.int(),
  at: z.string(),
  kind: z.string(),
  reference: z.string().nullable(),
  memo: z.string().nullable(),
  /** Signed on the normal side: positive is more. */
  amount: money,
  balance: money,
});
export type StatementEntryDto = z.infer<typeof statementEntrySchema>;

const entriesShape = pageInputSchema.extend({ period: statementPeriodSchema, accountId: z.uuid() });

export const portalStatementInputSchema = z.object({ period: statementPeriodSchema });
export const portalStatementEntriesInputSchema = entriesShape;
export const adminStatementInputSchema = z.object({ period: statementPeriodSchema, party: statementPartySchema });
export const adminStatementEntriesInputSchema = entriesShape.extend({ party: statementPartySchema });

export const statementPartyOptionSchema = z.object({
  kind: z.enum(['distributor', 'supplier', 'gateway']),
  id: z.string(),
  name: z.string(),
});
export type StatementPartyOptionDto = z.infer<typeof statementPartyOptionSchema>;
