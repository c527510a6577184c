import { tenantInputSchema } from '@keyfall/contracts/tenancy-schemas';
import { createTenant } from '@keyfall/core/tenants';
import { textOf, textOrNull, UsageError, type Command } from '../command.ts';

export const tenantCreate: Command = {
  name: 'tenant create',
  summary: 'make a tenant: a wholesaler with its keys and its house distributor',
  options: {
    slug: { type: 'string', value: 'SLUG', help: 'short name in addresses and on the command line', required: true },
    name: { type: 'string', value: 'NAME', help: 'the name people read', required: true },
    currency: { type: 'string', value: 'CODE', help: 'accounting currency, CNY by default' },
    timezone: { type: 'string', value: 'ZONE', help: 'IANA time zone, Asia/Shanghai by default' },
    locale: { type: 'string', value: 'LOCALE', help: 'zh-CN (default) or en' },
  },
  more: async () => ['Answer with --json: {"tenant_id","slug"}'],
  async run({ values, wiring }) {
    const parsed = tenantInputSchema.safeParse({
      slug: textOf(values, 'slug'),
      name: textOf(values, 'name'),
      currency: textOrNull(values, 'currency') ?? 'CNY',
      timezone: textOrNull(values, 'timezone') ?? 'Asia/Shanghai',
      defaultLocale: textOrNull(values, 'locale') ?? 'zh-CN',
    });
    if (!parsed.success)
      throw new UsageError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; '));
    const { tenantId } = await createTenant(wiring().core, parsed.data, `cli-${process.pid}`);
    return {
      json: { tenant_id: tenantId, slug: parsed.data.slug },
      lines: [`tenant ${parsed.data.slug} is there (${tenantId})`],
    };
  },
};
