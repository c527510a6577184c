/** The migrated database as data: what the isolation tests are built from, so that a new table is tested without a word. */
import type { OwnerAccess } from '../../src/testing.ts';

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  readonly default: string | null;
  /** Generated columns and identity columns, which no statement may fill. */
  readonly generated: boolean;
}
export interface ForeignKey {
  readonly columns: readonly string[];
  readonly target: string;
  readonly targetColumns: readonly string[];
}
export interface Policy {
  readonly table: string;
  readonly name: string;
  readonly permissive: boolean;
  readonly command: '*' | 'r' | 'a' | 'w' | 'd';
  /** Role names; `public` for everybody. */
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
}
export interface Check {
  readonly name: string;
  readonly columns: readonly string[];
  readonly expression: string;
}
export interface Table {
  /** `schema.name` */
  readonly name: string;
  readonly schema: string;
  readonly kind: 'table' | 'view';
  readonly owner: string;
  readonly rowSecurity: boolean;
  readonly forced: boolean;
  readonly columns: readonly Column[];
  readonly primaryKey: readonly string[];
  /** Columns that name one row: the primary key, or a unique index over columns that are never null. */
  readonly rowKey: readonly string[];
  readonly uniqueIndexes: readonly { readonly name: string; readonly columns: readonly (string | null)[] }[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
  readonly policies: readonly Policy[];
}

const CATALOG_SQL = `
  with cols as (
    select a.attrelid, json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'notNull', a.attnotnull,
        'default', pg_get_expr(d.adbin, d.adrelid), 'generated', a.attgenerated <> '' or a.attidentity <> '') order by a.attnum) as columns
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attnum > 0 and not a.attisdropped group by a.attrelid
  )
  select n.nspname || '.' || c.relname as name, n.nspname as schema, case c.relkind when 'v' then 'view' else 'table' end as kind,
         pg_get_userbyid(c.relowner) as owner, c.relrowsecurity as "rowSecurity", c.relforcerowsecurity as forced, cols.columns,
         coalesce((select json_agg(a.attname order by k.ord) from pg_index i, unnest(i.indkey) with ordinality k(num, ord), pg_attribute a
                    where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.num), '[]') as "primaryKey",
         coalesce((select json_agg(json_build_object('name', i.indexrelid::regclass::text, 'columns',
                     (select json_agg(a.attname order by k.ord) from unnest(i.indkey) with ordinality k(num, ord)
                        left join pg_attribute a on a.attrelid = c.oid and a.attnum = k.num)))
                     from pg_index i where i.indrelid = c.oid and i.indisunique), '[]') as "uniqueIndexes",
         coalesce((select json_agg(json_build_object('target', k.confrelid::regclass::text,
                     'columns', (select json_agg(a.attname order by o.ord) from unnest(k.conkey) with ordinality o(num, ord), pg_attribute a where a.attrelid = k.conrelid and a.attnum = o.num),
                     'targetColumns', (select json_agg(a.attname order by o.ord) from unnest(k.confkey) with ordinality o(num, ord), pg_attribute a where a.attrelid = k.confrelid and a.attnum = o.num)))
                     from pg_constraint k where k.conrelid = c.oid and k.contype = 'f'), '[]') as "foreignKeys",
         coalesce((select json_agg(json_build_object('name', k.conname, 'expression', pg_get_expr(k.conbin, k.conrelid),
                     'columns', (select json_agg(a.attname) from pg_attribute a where a.attrelid = k.conrelid and a.attnum = any (k.conkey))))
                     from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'), '[]') as checks,
         coalesce((select json_agg(json_build_object('table', n.nspname || '.' || c.relname, 'name', p.polname, 'permissive', p.polpermissive, 'command', p.polcmd,
                     'roles', (select json_agg(case r when 0 then 'public' else pg_get_userbyid(r) end) from unnest(p.polroles) r),
                     'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid)) order by p.polname)
                     from pg_policy p where p.polrelid = c.oid), '[]') as policies
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join cols on cols.attrelid = c.oid
   where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'migrations') and n.nspname not like 'pg\\_%'
     and ($1::text is null or c.oid = $1::regclass)
   order by 1`;

/** All tables and views, or the one named. */
export async function readCatalog(owner: OwnerAccess, only: string | null = null): Promise<Table[]> {
  const tables = await owner.query<Omit<Table, 'rowKey'>>(CATALOG_SQL, [only]);
  return tables.map((table) => ({ ...table, rowKey: findRowKey(table) }));
}

function findRowKey({ primaryKey, uniqueIndexes, columns }: Omit<Table, 'rowKey'>): readonly string[] {
  if (primaryKey.length > 0) return primaryKey;
  const neverNull = new Set(columns.filter((column) => column.notNull).map((column) => column.name));
  const index = uniqueIndexes.find((candidate) =>
    candidate.columns.every((column) => column !== null && neverNull.has(column)),
  );
  return (index?.columns ?? []) as string[];
}

/** The reference table of tenants: its own row is all that a tenant's roles see. */
export const TENANT_TABLE = 'tenancy.tenant';
/** Tables keyed by something else than the tenant, which `docs/tenancy.md` names; each has rules of its own. */
export const TENANTLESS_TABLES = [
  'identity.application_address',
  'identity.consumer',
  'identity.host',
  'identity.inbound',
  'identity.login',
  'identity.membership',
  'identity.one_time_token',
  'identity.recovery_code',
  'identity.session',
  'identity.throttle',
  'ops.clock',
  'ops.due_work',
  'ops.installation',
  'ops.tenant_ref',
  TENANT_TABLE,
];

export const isTenantTable = (table: Table): boolean =>
  table.kind === 'table' && !TENANTLESS_TABLES.includes(table.name);

export const TENANT_PREDICATE = '(tenant_id = app.tenant_id())';

/** True when the predicate of a policy is the tenant predicate, alone or joined to more with AND at the outermost level. */
export const carriesTenantPredicate = (expression: string): boolean =>
  expression === TENANT_PREDICATE || expression.startsWith(`(${TENANT_PREDICATE} AND `);

/** What is structurally wrong with a tenant table; empty when nothing is. */
export function structuralFaults(table: Table, isTenant: (name: string) => boolean): string[] {
  const faults: string[] = [];
  const fault = (condition: boolean, text: string): void => void (condition && faults.push(`${table.name}: ${text}`));
  const tenantColumn = table.columns.find((column) => column.name === 'tenant_id');
  fault(
    tenantColumn?.type !== 'uuid' || !tenantColumn.notNull || tenantColumn.default !== 'app.tenant_id()',
    'tenant_id is not "uuid not null default app.tenant_id()"',
  );
  fault(table.primaryKey[0] !== 'tenant_id', 'the primary key does not start with tenant_id');
  for (const index of table.uniqueIndexes)
    fault(index.columns[0] !== 'tenant_id', `unique index ${index.name} does not start with tenant_id`);
  for (const key of table.foreignKeys) {
    const at = key.columns.indexOf('tenant_id');
    fault(
      (isTenant(key.target) || key.target === TENANT_TABLE) && (at < 0 || key.targetColumns[at] !== 'tenant_id'),
      `a foreign key to ${key.target} leaves tenant_id out`,
    );
  }
  return [...faults, ...policyFaults(table)];
}

/** What is wrong with the row-level security of a tenant table. */
export function policyFaults(table: Table): string[] {
  const faults: string[] = [];
  const fault = (condition: boolean, text: string): void => void (condition && faults.push(`${table.name}: ${text}`));
  fault(!table.rowSecurity, 'row-level security is off');
  fault(!table.forced, 'row-level security is not forced on the owner');
  const fenced = table.policies.some(
    (policy) =>
      !policy.permissive &&
      policy.command === '*' &&
      policy.roles.join() === 'public' &&
      policy.using === TENANT_PREDICATE &&
      policy.check === TENANT_PREDICATE,
  );
  fault(!fenced, 'the restrictive tenant fence is missing');
  for (const policy of table.policies.filter((candidate) => candidate.permissive)) {
    for (const expression of [policy.using, policy.check]) {
      if (expression === null) continue;
      fault(!carriesTenantPredicate(expression), `policy ${policy.name} does not carry the tenant predicate`);
      fault(/\bor true\b|^true$/i.test(expression), `policy ${policy.name} is always true`);
    }
    fault(policy.roles.includes('public'), `policy ${policy.name} is for everybody`);
  }
  return faults;
}
