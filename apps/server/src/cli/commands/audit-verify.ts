import type { TenantId } from '@keyfall/contracts';
import { checkChain } from '@keyfall/core/audit';
import { findTenantId, listTenantsOfInstallation } from '@keyfall/core/tenants';
import { textOrNull, type Command } from '../command.ts';

export const auditVerify: Command = {
  name: 'audit verify',
  summary: "check every tenant's audit chain; exit code 1 when an entry was changed, removed or put in between",
  options: { tenant: { type: 'string', value: 'SLUG', help: 'only this tenant; all of them by default' } },
  more: async () => [
    'Answer with --json: [{"tenant","sealed","hash","unsealed","broken","first_broken"}].',
    'Keep number and hash of the last entry elsewhere: whoever could rewrite a whole chain cannot rewrite your note.',
  ],
  async run({ values, wiring }) {
    const { core } = wiring();
    const only = textOrNull(values, 'tenant');
    if (only !== null) await findTenantId(core.db, only);
    const tenants = (await listTenantsOfInstallation(core.db)).filter(({ slug }) => only === null || slug === only);
    const rows = [];
    for (const { slug, tenant_id: tenantId } of tenants) {
      const check = await checkChain(core, tenantId as TenantId);
      rows.push({
        tenant: slug,
        sealed: Number(check.sealed),
        hash: check.hash,
        unsealed: Number(check.unsealed),
        broken: check.broken,
        first_broken: check.firstBroken.map(Number),
      });
    }
    return {
      json: rows,
      lines: rows.map((row) =>
        row.broken === 0
          ? `${row.tenant}: ${row.sealed} entries hold, the last is ${row.hash}; ${row.unsealed} wait for their seal`
          : `${row.tenant}: BROKEN at ${row.first_broken.join(', ')} (${row.broken} in all)`,
      ),
      exitCode: rows.some((row) => row.broken > 0) ? 1 : 0,
    };
  },
};
