/** What portal and back office exchange about payees and withdrawals. */
import { z } from 'zod';
import { distributorIdSchema, payeeIdSchema, withdrawalIdSchema } from './id-schemas.ts';
import { moneyDtoSchema, nonNegativeMoneySchema, percentSchema, positiveMoneySchema } from './money-schemas.ts';
import { pageInputSchema } from './pagination-schemas.ts';
import { PAYEE_KINDS, PAYEE_STATES, PAYOUT_PROVIDERS, cleanPayeeNumber } from './payee.ts';
import { PAYOUT_SOURCES, WITHDRAWAL_STATES } from './states.ts';
import { versionSchema } from './tenancy-schemas.ts';

const id = z.string();
const at = z.string();
const person = z.object({ id, name: z.string().nullable() });
const reason = z.string().trim().min(1).max(500);

export const payeeInputSchema = z
  .object({
    kind: z.enum(PAYEE_KINDS),
    holder: z.string().trim().min(1).max(200),
    number: z.string().trim().min(1).max(120),
    bankName: z.string().trim().max(120).nullish(),
    branch: z.string().trim().max(200).nullish(),
    /** The payee it takes the place of, when an account has changed. */
    replaces: payeeIdSchema.nullish(),
  })
  .refine((payee) => cleanPayeeNumber(payee.kind, payee.number) !== undefined, {
    error: 'payee_number_invalid',
    path: ['number'],
  })
  .refine((payee) => payee.kind !== 'bank_account' || (payee.bankName ?? '') !== '', {
    error: 'required',
    path: ['bankName'],
  });
export type PayeeInput = z.infer<typeof payeeInputSchema>;

export const payeeIdInputSchema = z.object({ payeeId: payeeIdSchema });

export const payeeSchema = z.object({
  id,
  kind: z.enum(PAYEE_KINDS),
  holder: z.string(),
  bankName: z.string().nullable(),
  branch: z.string().nullable(),
  mask: z.string(),
  state: z.enum(PAYEE_STATES),
  refusedReason: z.string().nullable(),
  /** Before this no withdrawal goes to it. */
  usableFrom: at,
  /** Verified and past its cooling-off. */
  isUsable: z.boolean(),
  createdAt: at,
});
export type PayeeDto = z.infer<typeof payeeSchema>;

/** The payee as the wholesaler judges it. */
export const adminPayeeSchema = payeeSchema.extend({
  distributorId: id,
  distributorName: z.string(),
  legalName: z.string().nullable(),
  verifiedHow: z.enum(['own_name', 'evidence']).nullable(),
  verifiedBy: person.nullable(),
  verifiedAt: at.nullable(),
  evidence: z.string().nullable(),
  /** Other distributors that have named the same account. */
  sharedWith: z.array(z.string()),
});
export type AdminPayeeDto = z.infer<typeof adminPayeeSchema>;

export const adminPayeeListInputSchema = pageInputSchema.extend({ state: z.enum(PAYEE_STATES).nullish() });
export const verifyPayeeInputSchema = payeeIdInputSchema.extend({ evidence: z.string().trim().min(5).max(2000) });
export const refusePayeeInputSchema = payeeIdInputSchema.extend({ reason });

/** The figures a person signs. */
export const withdrawalFiguresSchema = z.object({
  amount: moneyDtoSchema,
  fee: moneyDtoSchema,
  taxWithheld: moneyDtoSchema,
  net: moneyDtoSchema,
});
export type WithdrawalFiguresDto = z.infer<typeof withdrawalFiguresSchema>;

export const withdrawalPreviewInputSchema = z.object({ amount: positiveMoneySchema, payeeId: payeeIdSchema });
export const withdrawalPreviewSchema = withdrawalFiguresSchema.extend({
  taxRate: z.string(),
  payee: payeeSchema,
  available: moneyDtoSchema,
  /** Approvals by people it will need; 0 leaves by rule. */
  checksNeeded: z.int(),
});
export type WithdrawalPreviewDto = z.infer<typeof withdrawalPreviewSchema>;

export const withdrawalRequestInputSchema = z.object({
  clientRef: z.string().regex(/^[A-Za-z0-9._:-]{8,100}$/),
  payeeId: payeeIdSchema,
  amount: positiveMoneySchema,
  /** What the preview showed: the request is refused when it is no longer so. */
  signed: z.object({ fee: nonNegativeMoneySchema, taxWithheld: nonNegativeMoneySchema, net: positiveMoneySchema }),
});
export type WithdrawalRequestInput = z.infer<typeof withdrawalRequestInputSchema>;

export const withdrawalTermsSchema = z.object({
  minimum: moneyDtoSchema,
  feeFixed: moneyDtoSchema,
  feeRate: z.string(),
  taxRate: z.string(),
  dailyMax: moneyDtoSchema.nullable(),
  monthlyMax: moneyDtoSchema.nullable(),
  coolingOffHours: z.int(),
});
export type WithdrawalTermsDto = z.infer<typeof withdrawalTermsSchema>;

/** What a distributor can do right now, and by which rules. */
export const withdrawalDeskSchema = z.object({
  available: moneyDtoSchema,
  held: moneyDtoSchema,
  onItsWay: moneyDtoSchema,
  debt: moneyDtoSchema,
  terms: withdrawalTermsSchema,
  legalName: z.string().nullable(),
});
export type WithdrawalDeskDto = z.infer<typeof withdrawalDeskSchema>;

export const withdrawalListInputSchema = pageInputSchema.extend({
  states: z.array(z.enum(WITHDRAWAL_STATES)).max(WITHDRAWAL_STATES.length).optional(),
});
export const withdrawalIdInputSchema = z.object({ withdrawalId: withdrawalIdSchema });

const payeeBriefSchema = payeeSchema.pick({ id: true, kind: true, holder: true, bankName: true, mask: true });

export const withdrawalRowSchema = withdrawalFiguresSchema.extend({
  id,
  withdrawalNo: z.string(),
  state: z.enum(WITHDRAWAL_STATES),
  /** Income, or a wallet's cash that goes back to where it came from. */
  source: z.enum(PAYOUT_SOURCES),
  payee: payeeBriefSchema,
  reason: z.string().nullable(),
  createdAt: at,
  paidAt: at.nullable(),
});
export type WithdrawalRowDto = z.infer<typeof withdrawalRowSchema>;

/** One step of its timeline; `kind` names the text. */
export const withdrawalEventSchema = z.object({
  id,
  kind: z.string(),
  by: z.enum(['distributor', 'staff', 'system']),
  at,
});
export const withdrawalDetailSchema = withdrawalRowSchema.extend({
  taxRate: z.string(),
  canCancel: z.boolean(),
  events: z.array(withdrawalEventSchema),
});
export type WithdrawalDetailDto = z.infer<typeof withdrawalDetailSchema>;

export const adminWithdrawalRowSchema = withdrawalRowSchema.extend({
  distributorId: id,
  distributorName: z.string(),
  /** Two people settled what was left of a distributor that is to be closed. */
  isSettlement: z.boolean(),
  checksNeeded: z.int(),
  checksDone: z.int(),
  accountName: z.string().nullable(),
  fileNo: z.string().nullable(),
});
export type AdminWithdrawalRowDto = z.infer<typeof adminWithdrawalRowSchema>;

export const adminWithdrawalListInputSchema = withdrawalListInputSchema.extend({
  distributorId: distributorIdSchema.optional(),
});

/** What the reader may do with it now; the server decides again when it is done. */
export const WITHDRAWAL_ACTS = ['approve', 'reject', 'submit', 'resolve', 'return'] as const;
export const adminWithdrawalEventSchema = withdrawalEventSchema.extend({
  actor: person.nullable(),
  detail: z.string().nullable(),
});
export const adminWithdrawalDetailSchema = adminWithdrawalRowSchema.extend({
  taxRate: z.string(),
  taxNumber: z.string().nullable(),
  legalName: z.string().nullable(),
  payeeState: z.enum(PAYEE_STATES),
  debt: moneyDtoSchema,
  provider: z.enum(PAYOUT_PROVIDERS).nullable(),
  providerRef: z.string().nullable(),
  errorCode: z.string().nullable(),
  tries: z.int(),
  nextTryAt: at.nullable(),
  railCost: moneyDtoSchema,
  bankReference: z.string().nullable(),
  acts: z.array(z.enum(WITHDRAWAL_ACTS)),
  /** Why the reader may not do the next step himself. */
  blockedBy: z.enum(['own_request', 'own_approval', 'own_submission', 'debt', 'payee', 'distributor']).nullable(),
  events: z.array(adminWithdrawalEventSchema),
});
export type AdminWithdrawalDetailDto = z.infer<typeof adminWithdrawalDetailSchema>;

export const withdrawalCountsSchema = z.object({
  states: z.record(z.enum(WITHDRAWAL_STATES), z.int()),
  payeesPending: z.int(),
});
export type WithdrawalCountsDto = z.infer<typeof withdrawalCountsSchema>;

export const rejectWithdrawalInputSchema = withdrawalIdInputSchema.extend({ reason });
export const submitWithdrawalsInputSchema = z.object({
  withdrawalIds: z.array(withdrawalIdSchema).min(1).max(500),
  accountId: z.uuid(),
});
export const resolveWithdrawalInputSchema = withdrawalIdInputSchema.extend({
  outcome: z.enum(['paid', 'failed', 'returned']),
  bankReference: z.string().trim().min(3).max(120),
  reason: z.string().trim().max(500).nullish(),
});

export const payoutAccountSchema = z.object({
  id,
  provider: z.enum(PAYOUT_PROVIDERS),
  name: z.string(),
  currency: z.string(),
  enabled: z.boolean(),
});
export type PayoutAccountDto = z.infer<typeof payoutAccountSchema>;
export const bankAccountInputSchema = z.object({ name: z.string().trim().min(1).max(120) });

export const bankFileSchema = z.object({
  id,
  fileNo: z.string(),
  accountName: z.string(),
  lines: z.int(),
  open: z.int(),
  total: moneyDtoSchema,
  createdBy: person,
  createdAt: at,
});
export type BankFileDto = z.infer<typeof bankFileSchema>;
export const BANK_FILE_ENCODINGS = ['utf8_bom', 'gb18030'] as const;
export const downloadBankFileInputSchema = z.object({
  fileId: z.uuid(),
  encoding: z.enum(BANK_FILE_ENCODINGS).default('utf8_bom'),
});
export type BankFileEncoding = (typeof BANK_FILE_ENCODINGS)[number];
/** The file's bytes in base 64: a file of a bank has at most 500 lines. */
export const bankFileContentSchema = z.object({ fileName: z.string(), contentBase64: z.string() });

export const withdrawalPolicySchema = z.object({
  minimum: positiveMoneySchema,
  feeFixed: nonNegativeMoneySchema,
  feeRate: percentSchema,
  taxRate: percentSchema,
  dailyMax: positiveMoneySchema.nullable(),
  monthlyMax: positiveMoneySchema.nullable(),
  secondAbove: nonNegativeMoneySchema.nullable(),
  autoApproveMax: nonNegativeMoneySchema,
  autoAccountId: z.uuid().nullable(),
  coolingOffHours: z.int().min(0).max(720),
});
export type WithdrawalPolicyDto = z.infer<typeof withdrawalPolicySchema>;
export const savePolicyInputSchema = withdrawalPolicySchema.extend({ version: versionSchema });
export const withdrawalPolicyOutputSchema = withdrawalPolicySchema.extend({
  version: z.string(),
  currency: z.string(),
});

export const distributorTaxInputSchema = z.object({
  distributorId: distributorIdSchema,
  /** Null: the wholesaler's own rate. */
  taxRate: percentSchema.nullable(),
});

/** A distributor's own rate, and the wholesaler's, which holds where it has none. */
export const distributorTaxSchema = z.object({ own: z.string().nullable(), usual: z.string() });
export type DistributorTaxDto = z.infer<typeof distributorTaxSchema>;

const holdDaysSchema = z.int().min(0).max(365);
const accountHoldSchema = z.object({
  id: z.uuid(),
  /** Null: the usual days. */
  days: holdDaysSchema.nullable(),
});
/** How long income waits before it is available. */
export const saveHoldRulesInputSchema = z.object({
  usualDays: holdDaysSchema,
  /** Of an order somebody doubts, at least. */
  riskyDays: holdDaysSchema,
  accounts: z.array(accountHoldSchema).max(100),
});
export const holdRulesSchema = saveHoldRulesInputSchema.extend({
  accounts: z.array(accountHoldSchema.extend({ name: z.string() })),
});
export type HoldRulesDto = z.infer<typeof holdRulesSchema>;
