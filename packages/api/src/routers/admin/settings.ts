import { moneyChangeSchema, tenantSchema, tenantSettingsSchema } from '@keyfall/contracts/tenancy-schemas';
import { getTenant, updateMoneyRules, updateSettings } from '@keyfall/core/tenants';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

/** The wholesaler's settings. */
export const settingsRouter = adminRouter({
  get: adminProcedure
    .meta({ permission: 'settings.read' })
    .input(z.void())
    .output(tenantSchema)
    .query(({ ctx }) => getTenant(ctx.use)),
  update: adminProcedure
    .meta({ permission: 'settings.write' })
    .input(tenantSettingsSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => updateSettings(ctx.use, input)),
  updateMoney: adminProcedure
    .meta({ permission: 'settings.write_money' })
    .input(moneyChangeSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => updateMoneyRules(ctx.use, input)),
});
