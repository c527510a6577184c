import { findTenantId, setTenantStatus } from '@keyfall/core/tenants';
import { textOf, textOrNull, UsageError, type Command, type CommandContext } from '../command.ts';

const REASON_MAX = 500;

export const tenantSuspend: Command = {
  name: 'tenant suspend',
  summary: 'close the shops of a tenant and keep its people out; paid orders and refunds are still finished',
  options: {
    tenant: { type: 'string', value: 'SLUG', help: 'the tenant', required: true },
    reason: { type: 'string', value: 'TEXT', help: 'why, for its audit', required: true },
  },
  more: async () => ['Answer with --json: {"tenant","status","changed"}'],
  run: async (context) => await change(context, 'suspended'),
};

export const tenantActivate: Command = {
  name: 'tenant activate',
  summary: 'let a suspended tenant act again',
  options: {
    tenant: { type: 'string', value: 'SLUG', help: 'the tenant', required: true },
    reason: { type: 'string', value: 'TEXT', help: 'why, for its audit' },
  },
  more: async () => ['Answer with --json: {"tenant","status","changed"}'],
  run: async (context) => await change(context, 'active'),
};

async function change({ values, wiring }: CommandContext, status: 'active' | 'suspended') {
  const slug = textOf(values, 'tenant');
  const reason = textOrNull(values, 'reason');
  if (reason !== null && reason.length > REASON_MAX) throw new UsageError(`--reason takes ${REASON_MAX} characters`);
  const { core } = wiring();
  const tenantId = await findTenantId(core.db, slug);
  const { isChanged } = await setTenantStatus(core, tenantId, { status, reason }, `cli-${process.pid}`);
  return {
    json: { tenant: slug, status, changed: isChanged },
    lines: [`tenant ${slug} ${isChanged ? 'is now' : 'was already'} ${status}`],
  };
}
