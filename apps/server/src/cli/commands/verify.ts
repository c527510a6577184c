import type { TenantId } from '@keyfall/contracts';
import { findTenantId, listTenantsOfInstallation } from '@keyfall/core/tenants';
import { verifyTenant } from '@keyfall/core/verify';
import { textOrNull, type Command } from '../command.ts';

export const verify: Command = {
  name: 'verify',
  summary: 'check the invariants of every tenant; exit code 1 when one is broken',
  options: { tenant: { type: 'string', value: 'SLUG', help: 'only this tenant; all of them by default' } },
  more: async () => [
    'Answer with --json: [{"invariant","broken","ms"}]; "broken" counts the rows that break it, over all tenants checked.',
    'An invariant whose part does not exist yet has "parts":"none" and is not counted as passed.',
  ],
  async run({ values, wiring, note }) {
    const { core } = wiring();
    const only = textOrNull(values, 'tenant');
    const tenants =
      only === null
        ? (await listTenantsOfInstallation(core.db)).map((tenant) => tenant.tenant_id as TenantId)
        : [await findTenantId(core.db, only)];
    const total = new Map<string, { broken: number; ms: number; parts?: 'none' }>();
    for (const tenantId of tenants) {
      for (const result of await verifyTenant(core, tenantId)) {
        const sum = total.get(result.invariant) ?? {
          broken: 0,
          ms: 0,
          ...(result.parts === 'none' ? { parts: 'none' as const } : {}),
        };
        total.set(result.invariant, { ...sum, broken: sum.broken + result.broken, ms: sum.ms + result.ms });
      }
    }
    const rows = [...total].map(([invariant, row]) => ({ invariant, ...row }));
    const broken = rows.filter((row) => row.broken > 0);
    note(`${tenants.length} tenants checked`);
    return {
      json: rows,
      lines: rows.map(
        (row) =>
          `${row.invariant}  ${row.parts === 'none' ? 'not built yet' : row.broken === 0 ? 'holds' : `BROKEN (${row.broken} rows)`}  ${row.ms} ms`,
      ),
      exitCode: broken.length === 0 ? 0 : 1,
    };
  },
};
