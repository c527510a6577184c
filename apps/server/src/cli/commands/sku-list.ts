import { listSkusOfTenant } from '@keyfall/core/stock';
import { findTenantId } from '@keyfall/core/tenants';
import { textOf, type Command } from '../command.ts';

export const skuList: Command = {
  name: 'sku list',
  summary: 'the SKUs of a tenant with their stock',
  options: { tenant: { type: 'string', value: 'SLUG', help: 'the tenant', required: true } },
  more: async () => ['Answer with --json: [{"code","name","kind","stock"}]'],
  async run({ values, wiring }) {
    const { core } = wiring();
    const tenantId = await findTenantId(core.db, textOf(values, 'tenant'));
    const skus = await listSkusOfTenant(core, tenantId);
    return {
      json: skus.map(({ code, name, kind, stock }) => ({ code, name, kind, stock })),
      lines: skus.map(
        (sku) => `${sku.code.padEnd(28)} ${String(sku.stock).padStart(7)}  ${sku.kind.padEnd(13)} ${sku.name}`,
      ),
    };
  },
};
