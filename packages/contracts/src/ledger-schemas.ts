/** What the back office reads of the ledger. Amounts are signed decimal texts where a side matters, debit positive. */
import { z } from 'zod';
import { pageInputSchema } from './pagination-schemas.ts';

const id = z.string();
const money = z.object({ amount: z.string(), currency: z.string() });

export const ledgerAccountSchema = z.object({
  id,
  code: z.string(),
  /** The account's name in the chart, e.g. `commission_pending`; both languages name each. */
  name: z.string(),
  type: z.enum(['asset', 'liability', 'equity', 'income', 'expense']),
  normalSide: z.enum(['D', 'C']),
  ownerId: id.nullable(),
  ownerName: z.string().nullable(),
  /** On the account's normal side. */
  balance: money,
});
export type LedgerAccountDto = z.infer<typeof ledgerAccountSchema>;
export const ledgerAccountListInputSchema = pageInputSchema.extend({
  code: z
    .string()
    .regex(/^[1-5][0-9]{3}$/)
    .optional(),
  ownerId: z.uuid().optional(),
});

export const ledgerEntrySchema = z.object({
  journalId: id,
  line: z.int(),
  accountId: id,
  accountCode: z.string(),
  accountName: z.string(),
  ownerId: id.nullable(),
  ownerName: z.string().nullable(),
  /** Exactly one of the two is set. */
  debit: money.nullable(),
  credit: money.nullable(),
  kind: z.string(),
  reference: z.string().nullable(),
  memo: z.string().nullable(),
  /** On the normal side, for spendable accounts. */
  balanceAfter: money.nullable(),
  at: z.string(),
});
export type LedgerEntryDto = z.infer<typeof ledgerEntrySchema>;
export const ledgerEntryListInputSchema = pageInputSchema.extend({ accountId: z.uuid() });

export const journalSchema = z.object({
  id,
  idemKey: z.string(),
  kind: z.string(),
  currency: z.string(),
  orderId: id.nullable(),
  orderNo: z.string().nullable(),
  reference: z.string().nullable(),
  reverses: id.nullable(),
  effectiveAt: z.string(),
  createdAt: z.string(),
  entries: z.array(ledgerEntrySchema),
});
export type JournalDto = z.infer<typeof journalSchema>;

export const trialBalanceSchema = z.object({
  rows: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      type: z.enum(['asset', 'liability', 'equity', 'income', 'expense']),
      accounts: z.int(),
      debit: money.nullable(),
      credit: money.nullable(),
    }),
  ),
  totals: z.array(z.object({ currency: z.string(), debit: money, credit: money, balanced: z.boolean() })),
});
export type TrialBalanceDto = z.infer<typeof trialBalanceSchema>;

export const invariantResultSchema = z.object({
  invariant: z.string(),
  says: z.string(),
  broken: z.int(),
  ms: z.int(),
  /**
   * Why it was not checked. `none`: what it speaks of is not built; `unneeded`: it is left out by decision; `unrun`: only the
   * operator's command line checks it, and has not yet.
   */
  parts: z.enum(['none', 'unneeded', 'unrun']).optional(),
  /** When it was checked, where that was not now. */
  checkedAt: z.iso.datetime().optional(),
});
