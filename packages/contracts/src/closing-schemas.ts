/** Settling what is left of a distributor that is to be closed, by two people. */
import { z } from 'zod';
import { distributorIdSchema, payeeIdSchema } from './id-schemas.ts';
import { moneyDtoSchema } from './money-schemas.ts';
import { pageInputSchema } from './pagination-schemas.ts';
import { PAYEE_KINDS } from './payee.ts';
import { CLOSING_STATES } from './states.ts';
import { payeeSchema, payoutAccountSchema } from './withdrawal-schemas.ts';

const id = z.string();
const at = z.string();
const person = z.object({ id, name: z.string().nullable() });

/** What has to end first. `nothing_left`: there is nothing to settle. */
export const CLOSING_HINDRANCES = [
  'not_frozen',
  'pending_income',
  'open_orders',
  'open_withdrawals',
  'open_pay_backs',
  'open_top_ups',
  'other_currency',
  'nothing_left',
] as const;
export type ClosingHindrance = (typeof CLOSING_HINDRANCES)[number];

const balancesSchema = z.object({
  available: moneyDtoSchema,
  /** Below zero: credit it has drawn. */
  cash: moneyDtoSchema,
  bonus: moneyDtoSchema,
  debt: moneyDtoSchema,
});

/** What becomes of each balance. */
export const closingPlanSchema = z.object({
  debtByIncome: moneyDtoSchema,
  debtByCash: moneyDtoSchema,
  debtWrittenOff: moneyDtoSchema,
  creditByIncome: moneyDtoSchema,
  creditWrittenOff: moneyDtoSchema,
  bonusLapsed: moneyDtoSchema,
  income: moneyDtoSchema,
  cash: moneyDtoSchema,
  taxWithheld: moneyDtoSchema,
  net: moneyDtoSchema,
});
export type ClosingPlanDto = z.infer<typeof closingPlanSchema>;

export const closingPreviewInputSchema = z.object({ distributorId: distributorIdSchema, offsetsWallet: z.boolean() });
export const closingPreviewSchema = z.object({
  hindrances: z.array(z.enum(CLOSING_HINDRANCES)),
  /** Income that is held, and when the last of it becomes available. */
  pending: moneyDtoSchema,
  pendingUntil: at.nullable(),
  balances: balancesSchema,
  plan: closingPlanSchema,
  taxRate: z.string(),
  /** A proposal waits for a second person. */
  isProposed: z.boolean(),
  payees: z.array(payeeSchema),
  accounts: z.array(payoutAccountSchema),
});
export type ClosingPreviewDto = z.infer<typeof closingPreviewSchema>;

export const proposeSettlementInputSchema = z.object({
  distributorId: distributorIdSchema,
  offsetsWallet: z.boolean(),
  way: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('payee'), payeeId: payeeIdSchema }),
      z.object({
        kind: z.literal('by_hand'),
        accountId: z.uuid(),
        bankReference: z.string().trim().min(3).max(120),
      }),
    ])
    .nullable(),
  reason: z.string().trim().min(1).max(500),
  /** What the preview showed: the proposal is refused when it is no longer so. */
  signed: balancesSchema,
});

export const settlementSchema = z.object({
  id,
  settlementNo: z.string(),
  distributorId: id,
  distributorName: z.string(),
  state: z.enum(CLOSING_STATES),
  balances: balancesSchema,
  plan: closingPlanSchema,
  taxRate: z.string(),
  way: z.enum(['nothing', 'payee', 'by_hand']),
  payee: z
    .object({ holder: z.string(), kind: z.enum(PAYEE_KINDS), bankName: z.string().nullable(), mask: z.string() })
    .nullable(),
  accountName: z.string().nullable(),
  bankReference: z.string().nullable(),
  reason: z.string(),
  requestedBy: person,
  decidedBy: person.nullable(),
  /** The reader proposed it: somebody else has to agree. */
  isOwn: z.boolean(),
  createdAt: at,
  decidedAt: at.nullable(),
});
export type SettlementDto = z.infer<typeof settlementSchema>;

export const settlementListInputSchema = pageInputSchema.extend({
  states: z.array(z.enum(CLOSING_STATES)).max(CLOSING_STATES.length).optional(),
});
export const settlementIdInputSchema = z.object({ settlementId: z.guid() });
