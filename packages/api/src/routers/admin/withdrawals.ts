import { fromMoneyDto } from '@keyfall/contracts';
import { orderNoSchema } from '@keyfall/contracts/order-schemas';
import { pageInputSchema, pageSchema } from '@keyfall/contracts/pagination-schemas';
import {
  adminPayeeListInputSchema,
  adminPayeeSchema,
  adminWithdrawalDetailSchema,
  adminWithdrawalListInputSchema,
  adminWithdrawalRowSchema,
  bankAccountInputSchema,
  bankFileContentSchema,
  bankFileSchema,
  distributorTaxInputSchema,
  distributorTaxSchema,
  downloadBankFileInputSchema,
  holdRulesSchema,
  payoutAccountSchema,
  refusePayeeInputSchema,
  rejectWithdrawalInputSchema,
  resolveWithdrawalInputSchema,
  saveHoldRulesInputSchema,
  savePolicyInputSchema,
  submitWithdrawalsInputSchema,
  verifyPayeeInputSchema,
  withdrawalCountsSchema,
  withdrawalIdInputSchema,
  withdrawalPolicyOutputSchema,
} from '@keyfall/contracts/withdrawal-schemas';
import {
  debtRowSchema,
  requestWriteOffInputSchema,
  writeOffIdInputSchema,
  writeOffListInputSchema,
  writeOffSchema,
} from '@keyfall/contracts/debt-schemas';
import { approveWriteOff, listDebts, listWriteOffs, rejectWriteOff, requestWriteOff } from '@keyfall/core/debts';
import {
  approveWithdrawal,
  countWithdrawals,
  createPayoutAccount,
  downloadBankFile,
  flagOrderRisk,
  getDistributorTax,
  getHoldRules,
  getWithdrawalPolicy,
  listBankFiles,
  listPayees,
  listWithdrawals,
  readPayoutAccounts,
  readWithdrawal,
  refusePayee,
  rejectWithdrawal,
  resolveWithdrawal,
  saveHoldRules,
  saveWithdrawalPolicy,
  setDistributorTax,
  submitWithdrawals,
  switchPayoutAccount,
  verifyPayee,
} from '@keyfall/core/withdrawals';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

const submissionSchema = z.object({ submitted: z.int(), fileId: z.string().nullable() });

/** Income on its way out: one person asks, others decide, a rail or a bank pays. */
export const withdrawalsRouter = adminRouter({
  list: adminProcedure
    .meta({ permission: 'withdrawals.read' })
    .input(adminWithdrawalListInputSchema)
    .output(pageSchema(adminWithdrawalRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await listWithdrawals(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  counts: adminProcedure
    .meta({ permission: 'withdrawals.read' })
    .input(z.void())
    .output(withdrawalCountsSchema)
    .query(({ ctx }) => countWithdrawals(ctx.use)),
  get: adminProcedure
    .meta({ permission: 'withdrawals.read' })
    .input(withdrawalIdInputSchema)
    .output(adminWithdrawalDetailSchema)
    .query(({ ctx, input }) => readWithdrawal(ctx.use, input)),
  approve: adminProcedure
    .meta({ permission: 'withdrawals.approve' })
    .input(withdrawalIdInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => approveWithdrawal(ctx.use, input)),
  reject: adminProcedure
    .meta({ permission: 'withdrawals.approve' })
    .input(rejectWithdrawalInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => rejectWithdrawal(ctx.use, input)),
  submit: adminProcedure
    .meta({ permission: 'withdrawals.submit' })
    .input(submitWithdrawalsInputSchema)
    .output(submissionSchema)
    .mutation(({ ctx, input }) => submitWithdrawals(ctx.use, input)),
  resolve: adminProcedure
    .meta({ permission: 'withdrawals.submit' })
    .input(resolveWithdrawalInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => resolveWithdrawal(ctx.use, input)),
  files: adminProcedure
    .meta({ permission: 'withdrawals.read' })
    .input(pageInputSchema)
    .output(pageSchema(bankFileSchema))
    .query(async ({ ctx, input }) => {
      const page = await listBankFiles(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  // A mutation: whole account numbers leave, which asks for step-up and is recorded.
  downloadFile: adminProcedure
    .meta({ permission: 'withdrawals.submit' })
    .input(downloadBankFileInputSchema)
    .output(bankFileContentSchema)
    .mutation(async ({ ctx, input }) => {
      const { fileName, content } = await downloadBankFile(ctx.use, input);
      return { fileName, contentBase64: content.toString('base64') };
    }),
  accounts: adminProcedure
    .meta({ permission: 'withdrawals.read' })
    .input(z.void())
    .output(z.array(payoutAccountSchema))
    .query(async ({ ctx }) => [...(await readPayoutAccounts(ctx.use))]),
  addBankAccount: adminProcedure
    .meta({ permission: 'payments.configure' })
    .input(bankAccountInputSchema)
    .output(z.object({ accountId: z.string() }))
    .mutation(({ ctx, input }) => createPayoutAccount(ctx.use, { provider: 'bank_file', name: input.name })),
  switchAccount: adminProcedure
    .meta({ permission: 'payments.configure' })
    .input(z.object({ accountId: z.uuid(), enabled: z.boolean() }))
    .output(z.void())
    .mutation(({ ctx, input }) => switchPayoutAccount(ctx.use, input)),
  policy: adminProcedure
    .meta({ permission: 'settings.read' })
    .input(z.void())
    .output(withdrawalPolicyOutputSchema)
    .query(({ ctx }) => getWithdrawalPolicy(ctx.use)),
  savePolicy: adminProcedure
    .meta({ permission: 'settings.write_money' })
    .input(savePolicyInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => saveWithdrawalPolicy(ctx.use, input)),
  hold: adminProcedure
    .meta({ permission: 'settings.read' })
    .input(z.void())
    .output(holdRulesSchema)
    .query(({ ctx }) => getHoldRules(ctx.use)),
  saveHold: adminProcedure
    .meta({ permission: 'settings.write_money' })
    .input(saveHoldRulesInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => saveHoldRules(ctx.use, input)),
  // Income of a doubted order waits longer; a null note takes the doubt back.
  flagOrder: adminProcedure
    .meta({ permission: 'orders.review' })
    .input(z.object({ orderNo: orderNoSchema, note: z.string().trim().min(1).max(500).nullable() }))
    .output(z.void())
    .mutation(({ ctx, input }) => flagOrderRisk(ctx.use, input)),
  tax: adminProcedure
    .meta({ permission: 'settings.read' })
    .input(distributorTaxInputSchema.pick({ distributorId: true }))
    .output(distributorTaxSchema)
    .query(({ ctx, input }) => getDistributorTax(ctx.use, input)),
  setTax: adminProcedure
    .meta({ permission: 'settings.write_money' })
    .input(distributorTaxInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => setDistributorTax(ctx.use, input)),
});

/** Whom money may go to, as the wholesaler judges it. */
export const payeesRouter = adminRouter({
  list: adminProcedure
    .meta({ permission: 'withdrawals.read' })
    .input(adminPayeeListInputSchema)
    .output(pageSchema(adminPayeeSchema))
    .query(async ({ ctx, input }) => {
      const page = await listPayees(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  verify: adminProcedure
    .meta({ permission: 'payees.verify' })
    .input(verifyPayeeInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => verifyPayee(ctx.use, input)),
  refuse: adminProcedure
    .meta({ permission: 'payees.verify' })
    .input(refusePayeeInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => refusePayee(ctx.use, input)),
});

/** What distributors owe, and giving it up by two people. */
export const debtsRouter = adminRouter({
  list: adminProcedure
    .meta({ permission: 'withdrawals.read' })
    .input(z.void())
    .output(z.array(debtRowSchema))
    .query(async ({ ctx }) => [...(await listDebts(ctx.use))]),
  writeOffs: adminProcedure
    .meta({ permission: 'withdrawals.read' })
    .input(writeOffListInputSchema)
    .output(pageSchema(writeOffSchema))
    .query(async ({ ctx, input }) => {
      const page = await listWriteOffs(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  requestWriteOff: adminProcedure
    .meta({ permission: 'debts.write_off' })
    .input(requestWriteOffInputSchema)
    .output(z.object({ writeOffId: z.string() }))
    .mutation(({ ctx, input }) => {
      const { minor: amount, currency } = fromMoneyDto(input.amount);
      return requestWriteOff(ctx.use, { ...input, amount, currency });
    }),
  approveWriteOff: adminProcedure
    .meta({ permission: 'debts.approve_write_off' })
    .input(writeOffIdInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => approveWriteOff(ctx.use, input)),
  rejectWriteOff: adminProcedure
    .meta({ permission: 'debts.write_off' })
    .input(writeOffIdInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => rejectWriteOff(ctx.use, input)),
});
