import { findTenantId, listTenantsOfInstallation } from '@keyfall/core/tenants';
import { textOf, UsageError, type Command } from '../command.ts';
import { makeSandboxAccount, SandboxMissing } from '../sandbox-account.ts';

export const gatewayCreate: Command = {
  name: 'gateway create',
  summary: "give a tenant an account at this installation's sandbox gateway, so that its shops can be paid",
  options: { tenant: { type: 'string', value: 'SLUG', help: 'the tenant', required: true } },
  more: async () => ['Answer with --json: {"tenant","account_id"}; exit code 2 where there is no sandbox gateway.'],
  async run({ env, values, wiring }) {
    const slug = textOf(values, 'tenant');
    const { core } = wiring();
    const tenantId = await findTenantId(core.db, slug);
    const currency = (await listTenantsOfInstallation(core.db)).find((each) => each.slug === slug)?.currency ?? 'CNY';
    try {
      const accountId = await makeSandboxAccount(core, env, { tenantId, slug, currency }, `cli-${process.pid}`);
      return {
        json: { tenant: slug, account_id: accountId },
        lines: [`${slug} can be paid through the sandbox gateway`],
      };
    } catch (error) {
      if (error instanceof SandboxMissing) throw new UsageError(error.message, { cause: error });
      throw error;
    }
  },
};
