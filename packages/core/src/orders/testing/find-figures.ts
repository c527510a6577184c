import { readSql, type ReadTx } from '@keyfall/db';
import { sql } from 'kysely';
import type { SaleWorld } from './sale-world.ts';

/** Amounts in minor units by what they are. In a test each is unlike any other, so where one shows up it can only be that one. */
export type Figures = Readonly<Record<string, bigint>>;

export interface Column {
  readonly table: string;
  readonly column: string;
}

/** Whether a text holds an amount, as decimal text or in minor units. */
export function showsFigure(text: string, minor: bigint): boolean {
  const cents = (minor % 100n).toString().padStart(2, '0');
  return new RegExp(String.raw`(?<![0-9.])-?(?:${minor}|${minor / 100n}\.${cents}0*)(?![0-9])`).test(text);
}

/** Every column of every table and view that a role may select, but ids, moments and bytes, which hold no figure. */
export async function selectableColumns(world: SaleWorld, role: string): Promise<Column[]> {
  return await world.sql<Column>(
    `select n.nspname || '.' || c.relname as table, a.attname as column
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind in ('r', 'p', 'v') and n.nspname not in ('pg_catalog', 'information_schema', 'migrations')
        and a.atttypid not in ('uuid'::regtype, 'timestamptz'::regtype, 'bytea'::regtype, 'boolean'::regtype)
        and has_schema_privilege($1, n.oid, 'usage') and has_column_privilege($1, c.oid, a.attnum, 'select')
      order by 1, a.attnum`,
    [role],
  );
}

/** Where a role's rows show one of the figures, or one of the texts. */
export async function findFigures(
  tx: ReadTx,
  columns: readonly Column[],
  figures: Figures,
  texts: readonly string[] = [],
): Promise<string[]> {
  const found: string[] = [];
  for (const { table, column } of columns) {
    const { ref } = sql;
    const rows = await readSql(
      tx,
      sql<{
        text: string;
      }>`select distinct ${ref(column)}::text as text from ${sql.table(table)} where ${ref(column)} is not null limit 5000`,
    );
    for (const [name, minor] of Object.entries(figures)) {
      if (rows.some(({ text }) => showsFigure(text, minor))) found.push(`${table}.${column} shows ${name}`);
    }
    for (const wanted of texts) {
      if (rows.some(({ text }) => text.includes(wanted))) found.push(`${table}.${column} shows ${wanted}`);
    }
  }
  return found;
}
