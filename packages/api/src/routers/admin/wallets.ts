import { fromMoneyDto } from '@keyfall/contracts';
import { bankAccountIdSchema, distributorIdSchema } from '@keyfall/contracts/id-schemas';
import { pageSchema } from '@keyfall/contracts/pagination-schemas';
import {
  payBackIdInputSchema,
  payBackListInputSchema,
  rejectPayBackInputSchema,
  staffPayBackSchema,
} from '@keyfall/contracts/pay-back-schemas';
import {
  confirmTopUpInputSchema,
  creditChangeSchema,
  refuseTopUpInputSchema,
  saveBankAccountInputSchema,
  setBonusRulesInputSchema,
  setCreditLimitInputSchema,
  staffDeclareTopUpInputSchema,
  staffTopUpSchema,
  topUpListInputSchema,
  walletListInputSchema,
  walletRowSchema,
  walletRulesSchema,
} from '@keyfall/contracts/wallet-schemas';
import {
  approvePayBack,
  confirmBankTopUp,
  declareBankTopUp,
  listAllPayBacks,
  listAllTopUps,
  listWallets,
  readCreditHistory,
  readWalletRules,
  refuseBankTopUp,
  rejectPayBack,
  reverseTopUp,
  saveBankAccount,
  setBonusRules,
  setCreditLimit,
} from '@keyfall/core/wallet';
import { parseRate } from '@keyfall/money';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

/** Wallets of distributors: top-ups to confirm, credit, bonus rules, bank accounts to pay into. */
export const walletsRouter = adminRouter({
  list: adminProcedure
    .meta({ permission: 'wallets.read' })
    .input(walletListInputSchema)
    .output(pageSchema(walletRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await listWallets(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  topUps: adminProcedure
    .meta({ permission: 'wallets.read' })
    .input(topUpListInputSchema)
    .output(pageSchema(staffTopUpSchema))
    .query(async ({ ctx, input }) => {
      const page = await listAllTopUps(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  rules: adminProcedure
    .meta({ permission: 'wallets.read' })
    .input(z.void())
    .output(walletRulesSchema)
    .query(({ ctx }) => readWalletRules(ctx.use)),
  creditHistory: adminProcedure
    .meta({ permission: 'wallets.read' })
    .input(z.object({ distributorId: distributorIdSchema }))
    .output(z.array(creditChangeSchema))
    .query(async ({ ctx, input }) => [...(await readCreditHistory(ctx.use, input))]),
  declareTopUp: adminProcedure
    .meta({ permission: 'wallets.declare_top_up' })
    .input(staffDeclareTopUpInputSchema)
    .output(z.object({ topUpId: z.string() }))
    .mutation(({ ctx, input }) => {
      const { minor, currency } = fromMoneyDto(input.amount);
      return declareBankTopUp(ctx.use, { ...input, amount: minor, currency });
    }),
  confirmTopUp: adminProcedure
    .meta({ permission: 'wallets.confirm_top_up' })
    .input(confirmTopUpInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => confirmBankTopUp(ctx.use, input)),
  refuseTopUp: adminProcedure
    .meta({ permission: 'wallets.confirm_top_up' })
    .input(refuseTopUpInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => refuseBankTopUp(ctx.use, input)),
  // A gateway took the money back.
  reverseTopUp: adminProcedure
    .meta({ permission: 'wallets.confirm_top_up' })
    .input(refuseTopUpInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => reverseTopUp(ctx.use, input)),
  payBacks: adminProcedure
    .meta({ permission: 'wallets.read' })
    .input(payBackListInputSchema)
    .output(pageSchema(staffPayBackSchema))
    .query(async ({ ctx, input }) => {
      const page = await listAllPayBacks(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  approvePayBack: adminProcedure
    .meta({ permission: 'wallets.approve_pay_back' })
    .input(payBackIdInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => approvePayBack(ctx.use, input)),
  rejectPayBack: adminProcedure
    .meta({ permission: 'wallets.approve_pay_back' })
    .input(rejectPayBackInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => rejectPayBack(ctx.use, input)),
  setCreditLimit: adminProcedure
    .meta({ permission: 'distributors.set_credit' })
    .input(setCreditLimitInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => {
      const { minor, currency } = fromMoneyDto(input.limit);
      const { distributorId, reason } = input;
      return setCreditLimit(ctx.use, { distributorId, limit: minor, currency, reason });
    }),
  setBonusRules: adminProcedure
    .meta({ permission: 'settings.write_money' })
    .input(setBonusRulesInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) =>
      setBonusRules(
        ctx.use,
        input.rules.map((rule) => {
          const { minor, currency } = fromMoneyDto(rule.amountFrom);
          return { amountFrom: minor, currency, percent: parseRate(rule.percent) };
        }),
      ),
    ),
  saveBankAccount: adminProcedure
    .meta({ permission: 'settings.write_money' })
    .input(saveBankAccountInputSchema)
    .output(z.object({ id: bankAccountIdSchema }))
    .mutation(({ ctx, input }) => saveBankAccount(ctx.use, input)),
});
