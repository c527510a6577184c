/** Every table × role × command × whose row, as statements that the database runs as that role, with what must come of it. */
import type pg from 'pg';
import type { Cast } from './cast.ts';
import { UNSCOPED } from './cast.ts';
import { TENANT_TABLE, TENANTLESS_TABLES, type Table } from './catalog.ts';
import { insertSql, type Member, type Row, type RowFactory } from './row-factory.ts';

export const PROBED_ROLES = [
  'kf_identity',
  'kf_admin',
  'kf_portal',
  'kf_shop',
  'kf_service',
  'kf_vault',
  'kf_scheduler',
  'kf_platform',
  'kf_fn',
] as const;
export type ProbedRole = (typeof PROBED_ROLES)[number];
const COMMANDS = ['select', 'insert', 'update', 'delete'] as const;
type Command = (typeof COMMANDS)[number];

export interface Probe {
  readonly table: string;
  readonly role: ProbedRole;
  readonly command: Command;
  /** Whose row; `no context` is the member's own row when nothing was set, `all rows` a statement without WHERE. */
  readonly target: string;
  readonly statement: string;
  /** A number says how many rows exactly. */
  readonly expected: 'done' | 'denied' | number;
}

/** What all distributors of a tenant share, and what every shop of it shows. A table added here is a decision. */
export const SHARED_IN_TENANT: Readonly<Record<'kf_portal' | 'kf_shop', readonly string[]>> = {
  kf_portal: [
    'catalog.category',
    'catalog.product',
    'catalog.product_image',
    'catalog.search_token',
    'catalog.sku',
    'inventory.stock',
    'payments.gateway_account',
    'pricing.sku_price',
    'tenancy.level',
    'tenancy.tenant',
    'wallet.bank_account',
    'wallet.bonus_rule',
  ],
  kf_shop: [
    'catalog.category',
    'catalog.image',
    'catalog.product',
    'catalog.product_image',
    'catalog.search_token',
    'catalog.sku',
    'inventory.stock',
    'tenancy.tenant',
  ],
};
/** What all visitors of one shop see alike. */
export const SHARED_IN_SHOP = [...SHARED_IN_TENANT.kf_shop, 'pricing.shop_price', 'tenancy.shop'];
/** What a distributor sees of those below it: who they are. */
export const SHARED_WITH_UPLINE = [...SHARED_IN_TENANT.kf_portal, 'tenancy.distributor'];
/** What roles without a tenant see, over all tenants. */
const OVER_ALL_TENANTS: Readonly<Partial<Record<ProbedRole, readonly string[]>>> = {
  kf_scheduler: ['ops.due_work', 'ops.tenant_ref'],
  kf_platform: ['tenancy.tenant', 'ops.tenant_ref'],
};

/** `role command table` → the columns it may touch. */
type Privileges = ReadonlyMap<string, readonly string[]>;

/** Which role may run which command on which columns; a right to delete counts for all of them. */
async function readPrivileges(client: pg.Client): Promise<Privileges> {
  const { rows } = await client.query<{ key: string; columns: string[] }>(
    `
    select r.rolname || ' ' || p.command || ' ' || c.oid::regclass::text as key, array_agg(a.attname::text order by a.attnum) as columns
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
      cross join unnest($1::text[]) as r(rolname)
      cross join unnest(array['select', 'insert', 'update', 'delete']) as p(command)
     where c.relkind in ('r', 'p', 'v') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%'
       and case p.command when 'delete' then has_table_privilege(r.rolname, c.oid, 'delete') else has_column_privilege(r.rolname, c.oid, a.attnum, p.command) end
     group by 1`,
    [PROBED_ROLES],
  );
  return new Map(rows.map((row) => [row.key, row.columns]));
}

/** A column that can be set alike in all rows without meeting a constraint. */
function findFreeColumn(table: Table, columns: readonly string[]): string {
  const bound = new Set([
    ...table.uniqueIndexes.flatMap((index) => index.columns),
    ...table.checks.flatMap((check) => check.columns),
    ...table.foreignKeys.flatMap((key) => key.columns),
  ]);
  return columns.find((column) => !bound.has(column)) ?? columns[0]!;
}

/** All probes. Rows to insert are drafted anew, so that nothing but a policy can refuse them. */
export async function makeProbes(
  client: pg.Client,
  tables: readonly Table[],
  cast: Cast,
  factory: RowFactory,
): Promise<Probe[]> {
  const privileges = await readPrivileges(client);
  const probes: Probe[] = [];
  const members = [cast.own, cast.otherBuyer, cast.sibling, cast.upline, cast.downline, cast.foreignTenant];
  for (const table of tables.filter((candidate) => candidate.kind === 'table' && !UNSCOPED.has(candidate.name))) {
    const keyOf = (row: Row): string => table.rowKey.map((column) => `"${column}" = ${row[column]}`).join(' and ');
    const statement = (command: Command, role: ProbedRole, row: Row, draft: Row): string => {
      const column = findFreeColumn(
        table,
        privileges.get(`${role} update ${table.name}`) ??
          table.columns.filter((candidate) => !candidate.generated).map((candidate) => candidate.name),
      );
      if (command === 'select') return `select 1 from ${table.name} where ${keyOf(row)}`;
      if (command === 'insert') return insertSql(table.name, draft);
      if (command === 'update') return `update ${table.name} set "${column}" = "${column}" where ${keyOf(row)}`;
      return `delete from ${table.name} where ${keyOf(row)}`;
    };
    for (const member of members) {
      const row = member.rows.get(table.name)!;
      const draft = await factory.draft(table.name, member);
      for (const role of PROBED_ROLES) {
        for (const command of COMMANDS) {
          const may = privileges.has(`${role} ${command} ${table.name}`);
          const allowed = may && seesRowsOf(role, table, member, cast);
          probes.push({
            table: table.name,
            role,
            command,
            target: member.name,
            statement: statement(command, role, row, draft),
            expected: allowed ? 'done' : 'denied',
          });
          if (member === cast.own) {
            const free = may && (OVER_ALL_TENANTS[role]?.includes(table.name) ?? false);
            probes.push({
              table: table.name,
              role,
              command,
              target: 'no context',
              statement: statement(command, role, row, draft),
              expected: free ? 'done' : 'denied',
            });
          }
        }
      }
    }
    probes.push(...(await blindProbes(client, table, cast, privileges)));
    for (const { roles, row, outcome } of cast.exceptional.filter((candidate) => candidate.table === table.name)) {
      for (const role of roles as ProbedRole[]) {
        for (const command of outcome === 'hidden' ? (['select'] as const) : (['select', 'delete'] as const)) {
          const may = privileges.has(`${role} ${command} ${table.name}`);
          probes.push({
            table: table.name,
            role,
            command,
            target: outcome,
            statement: statement(command, role, row, {}),
            expected: outcome === 'shown' && may ? 'done' : 'denied',
          });
        }
      }
    }
  }
  return probes;
}

/**
 * Changes of all rows at once. A statement that reads no column is judged by its own policies alone, while one with a
 * WHERE is also held by those for SELECT: without these, an open UPDATE or DELETE policy would go unseen.
 */
async function blindProbes(client: pg.Client, table: Table, cast: Cast, privileges: Privileges): Promise<Probe[]> {
  const probes: Probe[] = [];
  const row = cast.own.rows.get(table.name)!;
  for (const role of PROBED_ROLES) {
    const probe = (command: Command, statement: string, expected: Probe['expected']): number =>
      probes.push({ table: table.name, role, command, target: 'all rows', statement, expected });
    const columns = privileges.get(`${role} update ${table.name}`);
    const mayDelete = privileges.has(`${role} delete ${table.name}`);
    if (columns === undefined && !mayDelete) continue;
    const count = async (command: Command): Promise<number> => {
      const counted = await client.query<{ rows: number }>(
        `select count(*)::int as rows from ${table.name} where ${ownRowsCondition(table, role, command, cast.own)}`,
      );
      return counted.rows[0]!.rows;
    };
    if (mayDelete) probe('delete', `delete from ${table.name}`, await count('delete'));
    if (columns === undefined) continue;
    const column = findFreeColumn(table, columns);
    probe('update', `update ${table.name} set "${column}" = ${row[column]}`, await count('update'));
    const tenant = columns.find((candidate) => candidate === 'tenant_id' || candidate === 'tenant_ref');
    // Rows never move to another tenant. (The identity and the operator roles do not act inside one.)
    if (tenant !== undefined && role !== 'kf_platform' && role !== 'kf_identity') {
      probe('update', `update ${table.name} set ${tenant} = '${cast.foreignTenant.tenantId}'`, 'denied');
    }
  }
  return probes;
}

/** Which rows of a table a role may change when it acts as the own member. */
function ownRowsCondition(table: Table, role: ProbedRole, command: Command, own: Member): string {
  if (OVER_ALL_TENANTS[role]?.includes(table.name)) return 'true';
  if (role === 'kf_service' && table.name === 'identity.throttle') return `window_ends < now() - interval '1 day'`;
  const columns = table.columns.map((column) => column.name);
  if (role === 'kf_identity') {
    const keys = columns.filter((column) => ['key', 'login_key', 'host'].includes(column));
    // Presenting a login ends all its sessions; it changes none of them.
    return (command === 'update' ? keys.slice(0, 1) : keys)
      .map((column) => `${column} = '${own.presented}'`)
      .join(' or ');
  }
  return `${columns.includes('tenant_id') ? 'tenant_id' : 'tenant_ref'} = '${own.tenantId}'`;
}

/** The rule of the product, stated once: whose rows a role sees when the acting member is `cast.own`. */
function seesRowsOf(role: ProbedRole, table: Table, member: Member, cast: Cast): boolean {
  if (OVER_ALL_TENANTS[role]?.includes(table.name)) return true;
  if (role === 'kf_service' && table.name === 'identity.throttle') return false;
  if (role === 'kf_identity')
    return TENANTLESS_TABLES.includes(table.name) && table.name !== TENANT_TABLE && member === cast.own;
  if (member === cast.own) return true;
  if (member === cast.foreignTenant) return false;
  if (role === 'kf_portal') {
    if (member === cast.otherBuyer) return true;
    return (
      (member === cast.downline ? SHARED_WITH_UPLINE : SHARED_IN_TENANT.kf_portal).includes(table.name) ||
      sharesTheRow(table, member, cast)
    );
  }
  if (role === 'kf_shop')
    return (member === cast.otherBuyer ? SHARED_IN_SHOP : SHARED_IN_TENANT.kf_shop).includes(table.name);
  return true;
}

/** The tenant's row and the level are one for all its distributors. */
const sharesTheRow = (table: Table, member: Member, cast: Cast): boolean =>
  member.rows.get(table.name) === cast.own.rows.get(table.name);

/** Runs each statement as the current role, undoes it, and answers with the rows it touched or its SQLSTATE. */
export const PROBE_SQL = `
  create schema probe;
  grant usage on schema probe to public;
  create function probe.run(statements text[]) returns text[] language plpgsql as $$
  declare answers text[] := '{}'; touched bigint; one text;
  begin
    foreach one in array statements loop
      begin
        execute one;
        get diagnostics touched = row_count;
        raise exception using errcode = 'KF999', message = touched::text;
      exception when others then
        answers := answers || case sqlstate when 'KF999' then sqlerrm else sqlstate end;
      end;
    end loop;
    return answers;
  end $$;`;

/** A probe whose outcome is not the expected one, with what happened. */
export interface Surprise extends Probe {
  readonly answer: string;
}

/** Runs probes inside the client's transaction, as their roles with the acting member's context. */
export async function runProbes(client: pg.Client, probes: readonly Probe[], own: Member): Promise<Surprise[]> {
  const surprises: Surprise[] = [];
  for await (const found of probeInGroups(client, probes, own)) surprises.push(...found);
  return surprises;
}

/** Whether any of the probes does not come out as expected; those after the first group that notices are not run. */
export async function isNoticed(client: pg.Client, probes: readonly Probe[], own: Member): Promise<boolean> {
  for await (const found of probeInGroups(client, probes, own)) if (found.length > 0) return true;
  return false;
}

async function* probeInGroups(client: pg.Client, probes: readonly Probe[], own: Member): AsyncGenerator<Surprise[]> {
  const groups = Map.groupBy(probes, (probe) => `${probe.role} ${probe.target === 'no context'}`);
  for (const group of groups.values()) {
    await client.query('savepoint probes');
    // Foreign keys and triggers stay silent: only row-level security and grants are asked here.
    await client.query('set local session_replication_role = replica');
    if (group[0]!.target !== 'no context') {
      await client.query(`set local app.tenant_id = '${own.tenantId}'; set local app.distributor_id = '${own.distributorId}'; set local app.shop_id = '${own.shopId}';
        set local app.buyer_id = '${own.buyerId}'; set local app.presented = '${own.presented}'`);
    }
    await client.query(`set local role ${group[0]!.role}`);
    const { rows } = await client.query<{ answers: string[] }>('select probe.run($1) as answers', [
      group.map((probe) => probe.statement),
    ]);
    await client.query('rollback to savepoint probes');
    yield group
      .map((probe, i) => ({ ...probe, answer: rows[0]!.answers[i]! }))
      .filter(
        ({ expected, answer }) => (typeof expected === 'number' ? Number(answer) : outcomeOf(answer)) !== expected,
      );
  }
}

/** A constraint speaks only after row-level security has let the row pass. */
function outcomeOf(answer: string): 'done' | 'denied' | 'other' {
  if (answer === '42501' || answer === '0') return 'denied';
  return /^[1-9]\d*$/.test(answer) || answer.startsWith('23') ? 'done' : 'other';
}

export const describeSurprise = ({ role, command, table, target, answer, expected }: Surprise): string =>
  `${role} ${command} ${table} (${target}): ${answer}, expected ${expected}`;
