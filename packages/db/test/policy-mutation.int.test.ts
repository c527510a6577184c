/**
 * Are the isolation tests able to fail? Each policy is dropped, opened and weakened in turn, in a transaction that is
 * rolled back, and the probes of its table must notice. The fence is the second layer behind policies that carry the
 * tenant predicate themselves: dropping it alone changes nothing a probe could see, so there the catalog rule must notice.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UNSCOPED } from './support/cast.ts';
import {
  carriesTenantPredicate,
  isTenantTable,
  policyFaults,
  readCatalog,
  TENANT_PREDICATE,
  type Policy,
} from './support/catalog.ts';
import { isNoticed, type Probe } from './support/probes.ts';
import { SCENE_TIMEOUT_MS, makeScene, rolledBack, type Scene } from './support/scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await makeScene();
}, SCENE_TIMEOUT_MS);
afterAll(() => scene.close());

interface Mutant {
  readonly name: string;
  readonly table: string;
  readonly sql: string;
  readonly roles: readonly string[];
}

const policyOn = (policy: Policy): string => `policy "${policy.name}" on ${policy.table}`;

function setPredicate(policy: Policy, predicate: string): string {
  const using = policy.using === null ? '' : ` using (${predicate})`;
  const check = policy.check === null ? '' : ` with check (${predicate})`;
  return `alter ${policyOn(policy)}${using}${check}`;
}

/** Policies over all tenants by design: opening them changes nothing. */
const isOverAllTenants = (policy: Policy): boolean =>
  /^\((?:tenant_ref|tenant_id) IS NOT NULL\)$/.test(policy.using ?? policy.check ?? '');

function mutantsOf(policy: Policy): Mutant[] {
  const mutant = (name: string, sql: string): Mutant => ({
    name: `${name} ${policy.name} on ${policy.table}`,
    table: policy.table,
    sql,
    roles: policy.roles,
  });
  const mutants = [mutant('drop', `drop ${policyOn(policy)}`)];
  if (isOverAllTenants(policy)) return mutants;
  // Without the fence, so that the policy must hold by itself.
  mutants.push(
    mutant('open', `drop policy if exists tenant_fence on ${policy.table}; ${setPredicate(policy, 'true')}`),
  );
  const predicate = policy.using ?? policy.check ?? '';
  if (carriesTenantPredicate(predicate) && predicate !== TENANT_PREDICATE)
    mutants.push(mutant('weaken', setPredicate(policy, TENANT_PREDICATE)));
  return mutants;
}

async function findSurvivors(mutants: readonly Mutant[]): Promise<string[]> {
  const survivors: string[] = [];
  const probesOf = Map.groupBy(scene.probes, (probe: Probe) => probe.table);
  for (const mutant of mutants) {
    const probes = probesOf
      .get(mutant.table)!
      .filter((probe) => mutant.roles.includes('public') || mutant.roles.includes(probe.role));
    const noticed = await rolledBack(scene.client, async () => {
      await scene.client.query(mutant.sql);
      return await isNoticed(scene.client, probes, scene.cast.own);
    });
    if (!noticed) survivors.push(mutant.name);
  }
  return survivors;
}

describe('the isolation tests notice', () => {
  it('every permissive policy that is dropped, opened or weakened', async () => {
    const mutants = scene.tables
      .flatMap((table) => table.policies)
      .filter((policy) => policy.permissive)
      .flatMap(mutantsOf);
    expect(mutants.length).toBeGreaterThan(400);
    expect(await findSurvivors(mutants)).toEqual([]);
  }, 120_000);

  it('row-level security switched off on any table', async () => {
    const guarded = scene.tables.filter(
      (table) => table.kind === 'table' && !UNSCOPED.has(table.name) && !table.policies.every(isOverAllTenants),
    );
    const mutants = guarded.map((table): Mutant => ({
      name: `switch off ${table.name}`,
      table: table.name,
      sql: `alter table ${table.name} disable row level security`,
      roles: ['public'],
    }));
    expect(await findSurvivors(mutants)).toEqual([]);
  }, 60_000);

  it('a fence that is dropped or opened, and tables whose owner is not bound', async () => {
    const survivors: string[] = [];
    for (const table of scene.tables.filter(isTenantTable)) {
      const changes = [
        `drop policy tenant_fence on ${table.name}`,
        `alter policy tenant_fence on ${table.name} using (true)`,
        `alter policy tenant_fence on ${table.name} with check (true)`,
        `alter table ${table.name} no force row level security`,
      ];
      for (const sql of changes) {
        const faults = await rolledBack(scene.client, async () => {
          await scene.client.query(sql);
          const changed = await readCatalog(
            {
              query: async <Row>(text: string, parameters: readonly unknown[] = []) =>
                (await scene.client.query(text, [...parameters])).rows as Row[],
            },
            table.name,
          );
          return policyFaults(changed[0]!);
        });
        if (faults.length === 0) survivors.push(sql);
      }
    }
    expect(survivors).toEqual([]);
  }, 60_000);

  it("a view that reads with its owner's rights", async () => {
    const views = scene.tables.filter((table) => table.kind === 'view');
    expect(views.length).toBeGreaterThan(0);
    for (const view of views) {
      const seen = (): Promise<number> =>
        rolledBack(scene.client, async () => {
          await scene.client.query(`set local app.tenant_id = '${scene.cast.own.tenantId}'; set local role kf_admin`);
          return (
            (await scene.client.query(`select 1 from ${view.name} where tenant_id <> '${scene.cast.own.tenantId}'`))
              .rowCount ?? 0
          );
        });
      expect(await seen()).toBe(0);
    }
  });
});
