import type { TenantId } from '@keyfall/contracts';
import type { Core } from '@keyfall/core';
import { findTenantId, listTenantsOfInstallation } from '@keyfall/core/tenants';
import { checkCodes, verifyTenant, type InvariantResult } from '@keyfall/core/verify';
import { readSealedCodes, seesEverything } from '@keyfall/db/sealed-codes';
import { textOrNull, UsageError, type Command, type CommandContext } from '../command.ts';
import { ownerUrl } from '../owner-url.ts';

/** Codes that are opened where nobody says how many: all of a demo's, so many of a real installation's. */
const SAMPLE = 1_000;
const SAMPLE_MAX = 1_000_000;

export const verify: Command = {
  name: 'verify',
  summary: 'check the invariants of every tenant; exit code 1 when one is broken',
  options: {
    tenant: { type: 'string', value: 'SLUG', help: 'only this tenant; all of them by default' },
    codes: {
      type: 'string',
      value: 'all|N',
      help: `open all codes, or N picked at random, for I29; all in a demo, ${SAMPLE} elsewhere by default; 0 leaves it out`,
    },
  },
  more: async () => [
    'Answer with --json: [{"invariant","broken","ms"}]; "broken" counts the rows that break it, over all tenants checked.',
    'An invariant whose part does not exist yet has "parts":"none", one whose part is left out by decision "unneeded",',
    'one that could not be checked "unrun"; none of them is counted as passed.',
  ],
  async run(context) {
    const { values, wiring, note } = context;
    const codes = codesOf(context);
    const { core } = wiring();
    const only = textOrNull(values, 'tenant');
    const tenants =
      only === null
        ? (await listTenantsOfInstallation(core.db)).map((tenant) => tenant.tenant_id as TenantId)
        : [await findTenantId(core.db, only)];
    const url = codes === 0 ? null : await readingUrl(context);
    const total = new Map<string, Sum>();
    for (const tenantId of tenants) {
      if (url !== null) await openCodesOf(core, tenantId, url, codes, note);
      for (const result of await verifyTenant(core, tenantId)) {
        total.set(result.invariant, added(total.get(result.invariant), result));
      }
    }
    const rows = [...total].map(([invariant, row]) => ({ invariant, ...row }));
    const broken = rows.filter((row) => row.broken > 0);
    note(`${tenants.length} tenants checked`);
    return {
      json: rows,
      lines: rows.map((row) => `${row.invariant}  ${wordOf(row)}  ${row.ms} ms`),
      exitCode: broken.length === 0 ? 0 : 1,
    };
  },
};

interface Sum {
  readonly broken: number;
  readonly ms: number;
  readonly parts?: InvariantResult['parts'];
}

function added(before: Sum | undefined, { broken, ms, parts }: InvariantResult): Sum {
  // One tenant that could not be checked leaves the whole unchecked.
  const without = before?.parts ?? parts;
  return {
    broken: (before?.broken ?? 0) + broken,
    ms: (before?.ms ?? 0) + ms,
    ...(without === undefined ? {} : { parts: without }),
  };
}

function wordOf({ parts, broken }: Sum): string {
  if (broken > 0) return `BROKEN (${broken} rows)`;
  if (parts === 'none') return 'not built yet';
  if (parts === 'unneeded') return 'not needed';
  return parts === 'unrun' ? 'not checked' : 'holds';
}

function codesOf({ env, values }: CommandContext): 'all' | number {
  const text = textOrNull(values, 'codes');
  if (text === null) return env.mode === 'production' ? SAMPLE : 'all';
  if (text === 'all') return 'all';
  const count = /^\d{1,7}$/.test(text) ? Number(text) : Number.NaN;
  if (!(count <= SAMPLE_MAX)) throw new UsageError(`--codes takes all, or a number up to ${SAMPLE_MAX}`);
  return count;
}

/** Where codes can be read past row-level security; null, and a word about it, where they cannot. */
async function readingUrl({ env, note }: CommandContext): Promise<string | null> {
  const url = ownerUrl(env);
  if (await seesEverything(url)) return url;
  note('I29 is not checked: the database user does not see past row-level security; grant it BYPASSRLS');
  return null;
}

async function openCodesOf(
  core: Core,
  tenantId: TenantId,
  url: string,
  codes: 'all' | number,
  note: (line: string) => void,
): Promise<void> {
  const { checked, broken } = await checkCodes(
    core,
    tenantId,
    readSealedCodes({ url, tenantId, codes }),
    codes === 'all',
  );
  note(`${checked} codes opened${broken === 0 ? '' : `, ${broken} did not open`}`);
}
