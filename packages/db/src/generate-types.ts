/**
 * Writes `tables.gen.ts`: the row types of a migrated database, read from its catalog.
 *
 *   node packages/db/src/generate-types.ts           migrates a throw-away database and writes the file
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startCluster } from './cluster.ts';
import { sharedTemporaryFolder } from './cluster-binaries.ts';
import { migrate } from './migrate.ts';
import { loadOrCreateSecrets } from './secrets.ts';

export const GENERATED_FILE = path.join(import.meta.dirname, 'tables.gen.ts');

interface Column {
  readonly table: string;
  readonly kind: 'table' | 'view';
  readonly column: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly hasDefault: boolean;
  /** `always` for generated columns, which nobody may write. */
  readonly generated: boolean;
  readonly isTenantId: boolean;
  /** Definitions of the CHECK constraints that name only this column. */
  readonly checks: readonly string[];
}

const COLUMNS_SQL = `
  select n.nspname || '.' || c.relname as table, case c.relkind when 'v' then 'view' else 'table' end as kind, a.attname as column,
         format_type(a.atttypid, null) as type, not a.attnotnull as nullable,
         a.atthasdef or a.attidentity <> '' as "hasDefault", a.attgenerated <> '' or a.attidentity = 'a' as generated,
         a.attname = 'tenant_id' and coalesce(pg_get_expr(d.adbin, d.adrelid), '') = 'app.tenant_id()' as "isTenantId",
         coalesce((select json_agg(pg_get_constraintdef(k.oid) order by k.conname) from pg_constraint k
                    where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]), '[]') as checks
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
   where c.relkind in ('r', 'p', 'v', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'migrations', 'public')
     and n.nspname not like 'pg\\_%'
   order by n.nspname collate "C", c.relname collate "C", a.attnum`;

/** The text of the file for the database behind `client`. The same schema always gives the same text. */
export async function generateTables(client: pg.Client): Promise<string> {
  const { rows } = await client.query<Column>(COLUMNS_SQL);
  const tables = Map.groupBy(rows, (row) => row.table);
  const names = [...tables.keys()];
  return [
    '/** Generated from the migrated database by generate-types.ts. Do not edit: change a migration and generate again. */',
    `import type { ColumnType, Generated, GeneratedAlways } from 'kysely';`,
    '',
    '/** A jsonb column: read it as unknown and parse it. An array must be written as JSON text, or the driver would send a SQL array. */',
    'export type Json = ColumnType<unknown, JsonInput, JsonInput>;',
    'export type NullableJson = ColumnType<unknown, JsonInput | null | undefined, JsonInput | null>;',
    'export type JsonWithDefault = ColumnType<unknown, JsonInput | undefined, JsonInput>;',
    'export type JsonInput = string | Readonly<Record<string, unknown>>;',
    '',
    `/** The tenant of a row is the transaction's: the column's default writes it, nobody else may. */`,
    'export type OwnTenant = ColumnType<string, never, never>;',
    '',
    ...[...tables].flatMap(([name, columns]) => [...renderTable(name, columns), '']),
    'export interface Tables {',
    ...names.map((name) => `  '${name}': ${interfaceName(name)};`),
    '}',
    '',
  ].join('\n');
}

const interfaceName = (table: string): string =>
  table
    .split(/[._]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

function renderTable(name: string, columns: readonly Column[]): string[] {
  return [
    `export interface ${interfaceName(name)} {`,
    ...columns.map((column) => `  ${column.column}: ${columnType(column)};`),
    '}',
  ];
}

function columnType(column: Column): string {
  const type = valueType(column);
  // What a view's column may be is not in the catalog: only what is known from its own type.
  if (column.kind === 'view') return column.column === 'tenant_id' ? type : `${type} | null`;
  if (column.isTenantId) return 'OwnTenant';
  if (type === 'unknown') return column.nullable ? 'NullableJson' : column.hasDefault ? 'JsonWithDefault' : 'Json';
  const read = column.nullable ? `${type} | null` : type;
  if (column.generated) return `GeneratedAlways<${read}>`;
  return column.hasDefault ? `Generated<${read}>` : read;
}

const SCALARS: Readonly<Record<string, string>> = {
  uuid: 'string',
  text: 'string',
  'character varying': 'string',
  character: 'string',
  interval: 'string',
  inet: 'string',
  bigint: 'bigint',
  integer: 'number',
  smallint: 'number',
  // Exact decimals stay text; packages/money computes with them.
  numeric: 'string',
  boolean: 'boolean',
  'timestamp with time zone': 'Date',
  date: 'string',
  bytea: 'Buffer',
  jsonb: 'unknown',
};

function valueType({ table, column, type, checks }: Column): string {
  const array = type.endsWith('[]');
  const scalar = SCALARS[array ? type.slice(0, -2) : type];
  if (scalar === undefined) throw new Error(`${table}.${column}: no TypeScript type for ${type}`);
  if (array) return `${scalar}[]`;
  return (scalar === 'string' && literalUnion(checks)) || scalar;
}

/** `check (x in ('a', 'b'))`, which the catalog keeps as `x = ANY (ARRAY['a'::text, 'b'::text])`, as a union. */
function literalUnion(checks: readonly string[]): string | undefined {
  for (const check of checks) {
    const list = /^CHECK \(\(\w+ = ANY \(ARRAY\[([^\]]*)\]\)\)\)$/.exec(check)?.[1];
    const literals = [...(list ?? '').matchAll(/'((?:[^']|'')*)'::text/g)].map(
      (match) => `'${match[1]?.replaceAll(`''`, `\\'`)}'`,
    );
    if (literals.length > 0) return literals.join(' | ');
  }
  return undefined;
}

/** Migrates a throw-away database and returns the generated text. */
async function generateFromMigrations(): Promise<string> {
  const root = process.getuid?.() === 0 ? sharedTemporaryFolder() : os.tmpdir();
  const dir = fs.mkdtempSync(path.join(root, 'keyfall-types-'));
  fs.chmodSync(dir, 0o755);
  const cluster = await startCluster({ dir, durable: false, dieWithParent: true });
  try {
    await migrate({ adminUrl: cluster.superuserUrl(), passwords: loadOrCreateSecrets(dir).roles, mode: 'test' });
    const client = new pg.Client({ connectionString: cluster.superuserUrl() });
    await client.connect();
    try {
      return await generateTables(client);
    } finally {
      await client.end();
    }
  } finally {
    await cluster.stop();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  fs.writeFileSync(GENERATED_FILE, await generateFromMigrations());
  process.stdout.write(`wrote ${path.relative(process.cwd(), GENERATED_FILE)}\n`);
}
