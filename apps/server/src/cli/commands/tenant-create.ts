import { tenantInputSchema } from '@keyfall/contracts/tenancy-schemas';
import { createTenant } from '@keyfall/core/tenants';
import { textOf, textOrNull, UsageError, type Command } from '../command.ts';
import { makeSandboxAccount, SandboxMissing } from '../sandbox-account.ts';

export const tenantCreate: Command = {
  name: 'tenant create',
  summary:
    'make a tenant: a wholesaler with its keys, its house distributor and, in a demo, an account at the sandbox gateway',
  options: {
    slug: { type: 'string', value: 'SLUG', help: 'short name in addresses and on the command line', required: true },
    name: { type: 'string', value: 'NAME', help: 'the name people read', required: true },
    currency: { type: 'string', value: 'CODE', help: 'accounting currency, CNY by default' },
    timezone: { type: 'string', value: 'ZONE', help: 'IANA time zone, Asia/Shanghai by default' },
    locale: { type: 'string', value: 'LOCALE', help: 'zh-CN (default) or en' },
  },
  more: async () => [
    'Answer with --json: {"tenant_id","slug","gateway_account_id","missing"}; "missing" says in words what to do next',
  ],
  async run({ env, values, wiring }) {
    const parsed = tenantInputSchema.safeParse({
      slug: textOf(values, 'slug'),
      name: textOf(values, 'name'),
      currency: textOrNull(values, 'currency') ?? 'CNY',
      timezone: textOrNull(values, 'timezone') ?? 'Asia/Shanghai',
      defaultLocale: textOrNull(values, 'locale') ?? 'zh-CN',
    });
    if (!parsed.success)
      throw new UsageError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; '));
    const requestId = `cli-${process.pid}`;
    const { core } = wiring();
    const { slug, currency } = parsed.data;
    const { tenantId } = await createTenant(core, parsed.data, requestId);
    const missing: string[] = [];
    let accountId: string | null = null;
    try {
      accountId = await makeSandboxAccount(core, env, { tenantId, slug, currency }, requestId);
    } catch (error) {
      if (!(error instanceof SandboxMissing)) throw error;
      missing.push(
        `no payment account, so its shops cannot be paid yet (${error.message}): keyfall gateway create --tenant ${slug}`,
      );
    }
    missing.push(`nobody can log in yet: keyfall user create --tenant ${slug} --mail MAIL --role owner`);
    return {
      json: { tenant_id: tenantId, slug, gateway_account_id: accountId, missing },
      lines: [`tenant ${slug} is there (${tenantId})`, ...missing.map((line) => `next: ${line}`)],
    };
  },
};
