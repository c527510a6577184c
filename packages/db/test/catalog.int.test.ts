/** Rules that every table, function and role of the migrated database keeps. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOGIN_ROLES } from '../src/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../src/testing.ts';
import { UNSCOPED } from './support/cast.ts';
import { isTenantTable, readCatalog, structuralFaults, TENANTLESS_TABLES, type Table } from './support/catalog.ts';

let test: TestDatabase;
let tables: Table[];
beforeAll(async () => {
  test = await createTestDatabase();
  tables = await readCatalog(test.owner);
});
afterAll(() => test.close());

const AUDIENCES = ['kf_admin', 'kf_portal', 'kf_shop', 'kf_vault'];

describe('tenant tables', () => {
  it('carry tenant_id in every key, are fenced, and have the tenant predicate in every policy', () => {
    const names = new Set(tables.filter(isTenantTable).map((table) => table.name));
    expect(names.size).toBeGreaterThan(40);
    expect(tables.filter(isTenantTable).flatMap((table) => structuralFaults(table, (name) => names.has(name)))).toEqual(
      [],
    );
  });

  it('are all tables but the named exceptions', () => {
    const exceptions = tables
      .filter((table) => table.kind === 'table' && !isTenantTable(table))
      .map((table) => table.name);
    expect(exceptions.toSorted()).toEqual(TENANTLESS_TABLES);
  });
});

describe('tables without a tenant', () => {
  it('are under forced row-level security too, keyed by what is presented or by whose work it is', () => {
    const faults: string[] = [];
    for (const table of tables.filter(
      (candidate) => candidate.kind === 'table' && !isTenantTable(candidate) && !UNSCOPED.has(candidate.name),
    )) {
      if (!table.rowSecurity || !table.forced) faults.push(`${table.name}: row-level security is not forced`);
      for (const policy of table.policies) {
        const predicate = `${policy.using ?? ''} ${policy.check ?? ''}`;
        if (policy.roles.includes('public')) faults.push(`${table.name}: policy ${policy.name} is for everybody`);
        if (/^\s*true|true\s*$/.test(predicate)) faults.push(`${table.name}: policy ${policy.name} is always true`);
        if (policy.roles.includes('kf_identity') && !predicate.includes('app.presented()'))
          faults.push(`${table.name}: policy ${policy.name} shows kf_identity what it did not present`);
        const tenantless = STALE.has(`${table.name}.${policy.name}`);
        if (policy.roles.includes('kf_service') && !tenantless && !predicate.includes('app.tenant_id()'))
          faults.push(`${table.name}: policy ${policy.name} leaves the tenant out`);
      }
    }
    expect(faults).toEqual([]);
  });

  it("without policies are the installation's mode and clock, which nobody but the operator's clock command may write", async () => {
    const rights = await test.owner.query(`
      select grantee, table_name as "table", privilege_type as verb from information_schema.role_table_grants
       where table_schema = 'ops' and table_name in ('installation', 'clock') and privilege_type <> 'SELECT' and grantee <> 'kf_owner' order by 1, 2, 3`);
    expect(rights).toEqual([{ grantee: 'kf_platform', table: 'clock', verb: 'UPDATE' }]);
    expect([...UNSCOPED].sort()).toEqual(['ops.clock', 'ops.installation']);
  });
});

/** Policies for rows that no longer belong to anybody. */
const STALE = new Set(['identity.throttle.stale_throttle_select', 'identity.throttle.stale_throttle_delete']);

describe('rights', () => {
  it('of screens and of the vault are SELECT only', async () => {
    const writes = await test.owner.query(
      `
      select c.oid::regclass::text as "table", r.rolname as role, p.verb
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        cross join unnest($1::text[]) as r(rolname) cross join unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as p(verb)
       where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not in ('pg_catalog', 'information_schema') and has_table_privilege(r.rolname, c.oid, p.verb)
      union all
      select c.oid::regclass::text, r.rolname, p.verb || ' on a column'
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        cross join unnest($1::text[]) as r(rolname) cross join unnest(array['INSERT', 'UPDATE']) as p(verb)
       where c.relkind in ('r', 'p', 'v') and n.nspname not in ('pg_catalog', 'information_schema') and has_any_column_privilege(r.rolname, c.oid, p.verb)`,
      [AUDIENCES],
    );
    expect(writes).toEqual([]);
  });

  it('of PUBLIC are none, on tables, columns, sequences and schemas', async () => {
    const open = await test.owner.query(`
      select c.oid::regclass::text as what from pg_class c join pg_namespace n on n.oid = c.relnamespace, aclexplode(c.relacl) a
       where a.grantee = 0 and n.nspname not in ('pg_catalog', 'information_schema')
      union all
      select attrelid::regclass || '.' || attname from pg_attribute t join pg_class c on c.oid = t.attrelid join pg_namespace n on n.oid = c.relnamespace, aclexplode(t.attacl) a
       where a.grantee = 0 and n.nspname not in ('pg_catalog', 'information_schema')
      union all
      select n.nspname from pg_namespace n, aclexplode(n.nspacl) a where a.grantee = 0 and n.nspname not in ('pg_catalog', 'information_schema', 'public')
      union all
      select 'create in public' where has_schema_privilege('kf_service', 'public', 'create')`);
    expect(open).toEqual([]);
  });

  it("to write the ledger are the functions' alone, and its history has no right to change it", async () => {
    const writers = await test.owner.query(`
      select distinct r.rolname as role from pg_roles r, pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'ledger' and c.relkind = 'r' and r.rolname like 'kf\\_%' and r.rolname <> 'kf_owner'
         and has_any_column_privilege(r.rolname, c.oid, 'INSERT')`);
    expect(writers).toEqual([{ role: 'kf_fn' }]);
    const changers = await test.owner.query(`
      select r.rolname as role from pg_roles r, unnest(array['ledger.journal', 'ledger.entry']) as t(name)
       where r.rolname like 'kf\\_%' and r.rolname <> 'kf_owner' and (has_any_column_privilege(r.rolname, t.name, 'UPDATE') or has_table_privilege(r.rolname, t.name, 'DELETE, TRUNCATE'))`);
    expect(changers).toEqual([]);
  });

  it("to read ciphertext are the vault's alone", async () => {
    const readers = await test.owner.query(
      `select rolname as role from pg_roles where rolname like 'kf\\_%' and rolname <> 'kf_owner' and has_any_column_privilege(rolname, 'inventory.card_code_secret', 'SELECT')`,
    );
    expect(readers).toEqual([{ role: 'kf_vault' }]);
  });

  it('always have a policy to work with: a grant without one reaches no row', () => {
    const commands: Readonly<Record<string, string>> = { r: 'select', a: 'insert', w: 'update', d: 'delete' };
    const covered = new Set(
      tables
        .flatMap((table) => table.policies)
        .filter((policy) => policy.permissive)
        .flatMap((policy) =>
          policy.roles.flatMap((role) =>
            (policy.command === '*' ? Object.values(commands) : [commands[policy.command]!]).map(
              (command) => `${role} ${command} ${policy.table}`,
            ),
          ),
        ),
    );
    return test.owner
      .query<{ key: string }>(`
      select r.rolname || ' ' || p.command || ' ' || c.oid::regclass::text as key
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        cross join (select rolname from pg_roles where rolname like 'kf\\_%' and rolname not in ('kf_owner', 'kf_migrator')) r
        cross join unnest(array['select', 'insert', 'update', 'delete']) as p(command)
       where c.relkind = 'r' and c.relrowsecurity and n.nspname not in ('pg_catalog', 'information_schema')
         and case p.command when 'delete' then has_table_privilege(r.rolname, c.oid, 'delete') else has_any_column_privilege(r.rolname, c.oid, p.command) end`)
      .then((granted) => expect(granted.map((row) => row.key).filter((key) => !covered.has(key))).toEqual([]));
  });
});

interface DefinerFunction {
  readonly name: string;
  readonly owner: string;
  readonly search_path: string | null;
  readonly first_argument: string | null;
  readonly body: string;
  readonly callers: readonly string[];
}

describe("functions with their owner's rights", () => {
  it('belong to kf_fn, fix their search path, enter the tenant of their first argument first, and are called by kf_service only', async () => {
    const functions = await test.owner.query<DefinerFunction>(`
      select p.oid::regprocedure::text as name, pg_get_userbyid(p.proowner) as owner, p.prosrc as body,
             (select c from unnest(p.proconfig) c where c like 'search_path=%') as search_path,
             p.proargnames[1] || ' ' || format_type(p.proargtypes[0], null) as first_argument,
             array(select case a.grantee when 0 then 'public' else pg_get_userbyid(a.grantee)::text end
                     from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee <> p.proowner) as callers
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')`);
    expect(functions.length).toBeGreaterThan(5);
    const faults = functions.flatMap((definer) => [
      ...(definer.owner === 'kf_fn' ? [] : [`${definer.name} belongs to ${definer.owner}`]),
      ...(definer.search_path === 'search_path=pg_catalog, pg_temp'
        ? []
        : [`${definer.name} has search path ${definer.search_path}`]),
      ...(definer.first_argument === 'p_tenant uuid' ? [] : [`${definer.name} does not take the tenant first`]),
      ...(entersTenantFirst(definer.body) ? [] : [`${definer.name} does not enter the tenant first`]),
      ...definer.callers
        .filter((caller) => caller !== 'kf_service')
        .map((caller) => `${definer.name} may be called by ${caller}`),
    ]);
    expect(faults).toEqual([]);
  });

  it("refuse a tenant other than the transaction's", async () => {
    await expect(
      test.owner.query(
        `select set_config('app.tenant_id', '00000000-0000-7000-8000-000000000001', false), app.enter_tenant('00000000-0000-7000-8000-000000000002')`,
      ),
    ).rejects.toMatchObject({ code: 'KF001' });
    await expect(test.owner.query('select app.enter_tenant(null)')).rejects.toMatchObject({ code: 'KF001' });
  });
});

/** Nothing but declarations, whose values must not read tables, before the guard. */
function entersTenantFirst(body: string): boolean {
  const [declarations = '', statements = ''] = body.split(/^\s*begin\s*$/im, 2);
  return (
    /^\s*perform app\.enter_tenant\(p_tenant\);/.test(statements.replaceAll(/^\s*--.*$/gm, '')) &&
    !/\b(?:from|select)\b/i.test(declarations.replaceAll(/^\s*--.*$/gm, ''))
  );
}

describe('roles', () => {
  it('that log in are no superuser, pass no policy, own nothing and may create nothing', async () => {
    const strong = await test.owner.query(
      `select rolname from pg_roles where rolname = any($1) and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication or not rolcanlogin)`,
      [LOGIN_ROLES],
    );
    expect(strong).toEqual([]);
    const owned = await test.owner.query(
      `
      select pg_get_userbyid(o.owner) as owner, o.what from (
        select relowner as owner, oid::regclass::text as what from pg_class union all select nspowner, nspname from pg_namespace
        union all select proowner, oid::regprocedure::text from pg_proc union all select typowner, typname from pg_type) o
       where pg_get_userbyid(o.owner) = any($1)`,
      [LOGIN_ROLES],
    );
    expect(owned).toEqual([]);
    const creators = await test.owner.query(
      `select r.rolname, n.nspname from pg_roles r, pg_namespace n where r.rolname = any($1) and has_schema_privilege(r.rolname, n.oid, 'create') and n.nspname not like 'pg\\_%'`,
      [LOGIN_ROLES],
    );
    expect(creators).toEqual([]);
  });

  it("that own cannot log in; tables are kf_owner's, and only the migrator may become it", async () => {
    expect(new Set(tables.map((table) => table.owner))).toEqual(new Set(['kf_owner']));
    expect(
      await test.owner.query(
        `select rolname, rolcanlogin or rolsuper or rolbypassrls as strong from pg_roles where rolname in ('kf_owner', 'kf_fn') order by 1`,
      ),
    ).toEqual([
      { rolname: 'kf_fn', strong: false },
      { rolname: 'kf_owner', strong: false },
    ]);
    const members = await test.owner.query(
      `select pg_get_userbyid(member) as member, pg_get_userbyid(roleid) as of from pg_auth_members where pg_get_userbyid(roleid) like 'kf\\_%' and pg_get_userbyid(member) <> 'postgres' order by 1`,
    );
    expect(members).toEqual([
      { member: 'kf_migrator', of: 'kf_owner' },
      { member: 'kf_owner', of: 'kf_fn' },
    ]);
  });

  it('see views with their own rights', async () => {
    expect(
      await test.owner
        .query(`select c.oid::regclass::text as view from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('v', 'm') and n.nspname not in ('pg_catalog', 'information_schema') and not coalesce('security_invoker=true' = any (c.reloptions), false)`),
    ).toEqual([]);
  });
});
