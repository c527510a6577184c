/** A distributor's prepaid wallet, on its own screens and on the wholesaler's. */
import { z } from 'zod';
import { distributorIdSchema, gatewayAccountIdSchema, bankAccountIdSchema, topUpIdSchema } from './id-schemas.ts';
import { JOURNAL_KINDS } from './journal-kinds.ts';
import { moneyDtoSchema, nonNegativeMoneySchema, percentSchema, positiveMoneySchema } from './money-schemas.ts';
import { pageInputSchema } from './pagination-schemas.ts';
import { TOP_UP_METHODS, TOP_UP_STATES, WALLET_PURSES } from './states.ts';

/** Made by the caller: the same reference and request has the effect of one. */
export const clientRefSchema = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, { error: 'bad_client_ref' });

export const bonusRuleSchema = z.object({ amountFrom: positiveMoneySchema, percent: percentSchema });
export type BonusRuleDto = z.infer<typeof bonusRuleSchema>;

export const bankAccountSchema = z.object({
  id: z.string(),
  bank: z.string(),
  holder: z.string(),
  number: z.string(),
  currency: z.string(),
  enabled: z.boolean(),
});
export type BankAccountDto = z.infer<typeof bankAccountSchema>;

export const walletSchema = z.object({
  currency: z.string(),
  /** Money paid in; below zero while credit is used. */
  cash: moneyDtoSchema,
  /** Given on top-ups, spent first, never paid out. */
  bonus: moneyDtoSchema,
  /** Kept for orders in flight. */
  hold: moneyDtoSchema,
  creditLimit: moneyDtoSchema,
  /** What a purchase may cost now: bonus, cash and credit. */
  spendable: moneyDtoSchema,
  lowMark: moneyDtoSchema.nullable(),
  isLow: z.boolean(),
  /** Income that may be moved in; null for readers without `commissions.read`. */
  available: moneyDtoSchema.nullable(),
  debt: moneyDtoSchema.nullable(),
  bonusRules: z.array(bonusRuleSchema),
  methods: z.array(z.object({ id: z.string(), provider: z.string(), name: z.string() })),
  bankAccounts: z.array(bankAccountSchema),
});
export type WalletDto = z.infer<typeof walletSchema>;

export const walletEntrySchema = z.object({
  id: z.string(),
  purse: z.enum(WALLET_PURSES),
  kind: z.enum(JOURNAL_KINDS),
  reference: z.string().nullable(),
  /** Above zero: came in. */
  amount: moneyDtoSchema,
  balanceAfter: moneyDtoSchema,
  createdAt: z.iso.datetime(),
});
export type WalletEntryDto = z.infer<typeof walletEntrySchema>;
export const walletEntryListInputSchema = pageInputSchema.extend({ purse: z.enum(WALLET_PURSES).optional() });

export const topUpSchema = z.object({
  id: z.string(),
  method: z.enum(TOP_UP_METHODS),
  state: z.enum(TOP_UP_STATES),
  amount: moneyDtoSchema,
  bonus: moneyDtoSchema,
  /** The gateway's name, or the bank's. */
  via: z.string(),
  payerName: z.string().nullable(),
  note: z.string().nullable(),
  bankLine: z.string().nullable(),
  reason: z.string().nullable(),
  reversedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  decidedAt: z.iso.datetime().nullable(),
});
export type TopUpDto = z.infer<typeof topUpSchema>;

export const startTopUpInputSchema = z.object({
  clientRef: clientRefSchema,
  accountId: gatewayAccountIdSchema,
  amount: positiveMoneySchema,
});
export const declareTopUpInputSchema = z.object({
  clientRef: clientRefSchema,
  bankAccountId: bankAccountIdSchema,
  amount: positiveMoneySchema,
  payerName: z.string().trim().min(1).max(120),
  note: z.string().trim().max(500).default(''),
});
export const staffDeclareTopUpInputSchema = declareTopUpInputSchema.extend({ distributorId: distributorIdSchema });
export const confirmTopUpInputSchema = z.object({
  topUpId: topUpIdSchema,
  /** The bank's own id of the line on its statement. */
  bankLine: z.string().trim().min(1).max(120),
});
export const refuseTopUpInputSchema = z.object({ topUpId: topUpIdSchema, reason: z.string().trim().min(1).max(500) });
export const moveIncomeInputSchema = z.object({ clientRef: clientRefSchema, amount: positiveMoneySchema });
export const lowMarkInputSchema = z.object({ lowMark: positiveMoneySchema.nullable() });

/** A wallet as the wholesaler lists it. */
export const walletRowSchema = z.object({
  distributorId: z.string(),
  code: z.string(),
  name: z.string(),
  status: z.string(),
  cash: moneyDtoSchema,
  bonus: moneyDtoSchema,
  debt: moneyDtoSchema,
  creditLimit: moneyDtoSchema,
  spendable: moneyDtoSchema,
});
export type WalletRowDto = z.infer<typeof walletRowSchema>;
export const walletListInputSchema = pageInputSchema.extend({ search: z.string().trim().max(60).optional() });

export const staffTopUpSchema = topUpSchema.extend({
  distributorId: z.string(),
  distributorName: z.string(),
  declaredSide: z.enum(['distributor', 'staff']),
  /** Whether the reader declared it itself: somebody else has to decide it. */
  isOwn: z.boolean(),
});
export type StaffTopUpDto = z.infer<typeof staffTopUpSchema>;
export const topUpListInputSchema = pageInputSchema.extend({
  states: z.array(z.enum(TOP_UP_STATES)).max(5).optional(),
  distributorId: distributorIdSchema.optional(),
});

export const creditChangeSchema = z.object({
  id: z.string(),
  before: moneyDtoSchema,
  after: moneyDtoSchema,
  reason: z.string(),
  createdAt: z.iso.datetime(),
});
export type CreditChangeDto = z.infer<typeof creditChangeSchema>;
export const setCreditLimitInputSchema = z.object({
  distributorId: distributorIdSchema,
  limit: nonNegativeMoneySchema,
  reason: z.string().trim().min(1).max(500),
});
export const setBonusRulesInputSchema = z.object({ rules: z.array(bonusRuleSchema).max(20) });
export const saveBankAccountInputSchema = z.object({
  id: bankAccountIdSchema.optional(),
  bank: z.string().trim().min(1).max(120),
  holder: z.string().trim().min(1).max(120),
  number: z.string().trim().min(4).max(60),
  enabled: z.boolean(),
});
export const walletRulesSchema = z.object({
  currency: z.string(),
  bonusRules: z.array(bonusRuleSchema),
  bankAccounts: z.array(bankAccountSchema),
});
export type WalletRulesDto = z.infer<typeof walletRulesSchema>;
