import { rewrapSecondFactors } from '@keyfall/auth';
import { listTenantsOfInstallation, findTenantId } from '@keyfall/core/tenants';
import { rotateTenantKeys } from '@keyfall/core/inventory';
import { rotateMasterKey } from '../rotate-master-key.ts';
import { textOrNull, type Command } from '../command.ts';

export const keysRotate: Command = {
  name: 'keys rotate',
  summary: "make new keys and wrap every batch's key anew; codes are not touched",
  options: {
    tenant: { type: 'string', value: 'SLUG', help: 'only this tenant; all of them by default' },
    master: { type: 'boolean', help: 'add a version to the master key file first, and wrap all tenant keys under it' },
  },
  more: async () => ['Answer with --json: [{"tenant","batches","second_factors","master_version"}]'],
  async run({ env, values, wiring }) {
    const { core, kit } = wiring();
    if (values.master === true) await rotateMasterKey(env);
    const only = textOrNull(values, 'tenant');
    const all = await listTenantsOfInstallation(core.db);
    const chosen = only === null ? all : all.filter((tenant) => tenant.slug === only);
    if (only !== null && chosen.length === 0) await findTenantId(core.db, only);
    const masterVersion = await core.ports.vault.currentVersion();
    const done = [];
    for (const tenant of chosen) {
      const { batches } = await rotateTenantKeys(core, tenant.tenant_id);
      const secondFactors = await rewrapSecondFactors(kit.auth, tenant.tenant_id);
      done.push({ tenant: tenant.slug, batches, second_factors: secondFactors.done, master_version: masterVersion });
    }
    return {
      json: done,
      lines: done.map(
        (row) => `${row.tenant}: ${row.batches} batch keys wrapped anew, master key version ${row.master_version}`,
      ),
    };
  },
};
