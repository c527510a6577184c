/**
 * Makes a valid row for any table, from the catalog alone: types, CHECK constraints and foreign keys decide the values.
 * Values are SQL literals, so that a probe can write them into a statement of its own.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { sqlStateOf } from '../../src/pg-errors.ts';
import type { OwnerAccess } from '../../src/testing.ts';
import type { Column, Table } from './catalog.ts';

/** Column → SQL literal. Generated columns have no entry until the row was inserted. */
export type Row = Readonly<Record<string, string>>;

/** Whose rows a factory makes: every table's row of one cast member hangs together with its others. */
export interface Member {
  readonly name: string;
  readonly tenantId: string;
  readonly distributorId: string;
  readonly shopId: string;
  readonly buyerId: string;
  /** What the member presents to the identity tables. */
  readonly presented: string;
  readonly rows: Map<string, Row>;
}

const text = (value: string): string => `'${value}'::text`;
const hex = (bytes: number): string => randomBytes(bytes).toString('hex');
const pick = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)]!;
const digits = (count: number): string => Array.from({ length: count }, () => pick([...'0123456789'])).join('');
const base32 = (count: number): string =>
  Array.from({ length: count }, () => pick([...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'])).join('');

/** Shapes of text that some CHECK may ask for; which of them pass is found by asking the database. */
const TEXTS: readonly (() => string)[] = [
  () => `x${hex(6)}`,
  () => hex(32),
  () => base32(16),
  () => `X${hex(6).toUpperCase()}`,
  () => `${hex(6)}@example.com`,
  () => pick(['CNY', 'USD', 'EUR']),
  () => `${pick([...'12345'])}${digits(3)}`,
  () => hex(12),
  () => hex(2),
];
const BYTES = [32, 12, 40, 64, 17, 1].map((length) => () => `'\\x${hex(length)}'::bytea`);
const numbers = (type: string): (() => string)[] => [1, 0, 2, 10, 100, 1000].map((value) => () => `${value}::${type}`);

const BY_TYPE: Readonly<Record<string, readonly (() => string)[]>> = {
  uuid: [() => `'${randomUUID()}'::uuid`],
  boolean: [() => 'true', () => 'false'],
  'timestamp with time zone': [() => `now()`, () => `now() - interval '1 day'`],
  interval: [() => `'1 hour'::interval`],
  date: [() => `current_date`],
  jsonb: [() => `'{}'::jsonb`],
  bytea: BYTES,
  integer: numbers('integer'),
  smallint: numbers('smallint'),
  bigint: numbers('bigint'),
  'uuid[]': [() => `array['${randomUUID()}', '${randomUUID()}']::uuid[]`],
  'bigint[]': [() => `array[1, -1]::bigint[]`],
  'text[]': [() => `array['x']::text[]`],
};

function generatorsFor(table: Table, column: Column): readonly (() => string)[] {
  if (column.type === 'text') {
    const checks = table.checks
      .filter((check) => check.columns.includes(column.name))
      .map((check) => check.expression)
      .join(' ');
    const named = [...checks.matchAll(/'([^']*)'::text/g)].map((match) => () => text(match[1]!));
    return [...TEXTS.map((make) => () => text(make())), ...named];
  }
  const generators = BY_TYPE[column.type] ?? (column.type.startsWith('numeric') ? numbers('numeric') : undefined);
  if (generators === undefined)
    throw new Error(`${table.name}.${column.name}: the row factory knows no value of type ${column.type}`);
  return generators;
}

const ROUNDS_MAX = 20;
/**
 * Most tables take one of the first few rows. One in a hundred and forty fits a sum over four columns beside a condition on two
 * more, so the rounds grow: a thousand rows in all would find none once in a thousand times.
 */
const rowsOf = (round: number): number => (round === 0 ? 4 : Math.min(50 * round, 500));

export class RowFactory {
  readonly #owner: OwnerAccess;
  readonly #tables: ReadonlyMap<string, Table>;
  /** Values that make a row visible to its audience, where a policy asks for more than whose it is. */
  readonly #hints: Readonly<Record<string, Row>>;
  readonly #made = new Map<string, readonly Row[]>();
  readonly #passing = new Map<string, readonly (() => string)[]>();

  constructor(owner: OwnerAccess, tables: readonly Table[], hints: Readonly<Record<string, Row>>) {
    this.#owner = owner;
    this.#tables = new Map(tables.map((table) => [table.name, table]));
    this.#hints = hints;
  }

  /** The member's row of a table, inserted at the first call together with the rows it refers to. */
  async make(name: string, member: Member, values: Row = {}): Promise<Row> {
    const known = member.rows.get(name);
    if (known !== undefined) return known;
    for (let attempt = 1; ; attempt++) {
      const draft = await this.draft(name, member, values);
      try {
        return this.#remember(name, member, await this.insert(name, draft));
      } catch (error) {
        if (sqlStateOf(error) !== '23505') throw error;
        // One row per tenant, distributor or shop: whoever shares those shares the row.
        const key = this.#table(name).rowKey;
        const shared = this.#made.get(name)?.find((row) => key.every((column) => row[column] === draft[column]));
        if (shared !== undefined) return this.#remember(name, member, shared);
        // Else another row holds the only free place of a unique index: draw again.
        if (attempt === 50) throw error;
      }
    }
  }

  #remember(name: string, member: Member, row: Row): Row {
    member.rows.set(name, row);
    this.#made.set(name, [...(this.#made.get(name) ?? []), row]);
    return row;
  }

  /** Inserts past row-level security and returns the row with its generated columns. */
  async insert(name: string, draft: Row): Promise<Row> {
    const table = this.#table(name);
    const returned = table.rowKey.map((column) => `"${column}"::text as "${column}"`).join(', ');
    const [key] = await this.#owner.query<Record<string, string>>(`${insertSql(name, draft)} returning ${returned}`);
    const typeOf = (column: string): string => table.columns.find((candidate) => candidate.name === column)!.type;
    return {
      ...draft,
      ...Object.fromEntries(Object.entries(key!).map(([column, value]) => [column, `'${value}'::${typeOf(column)}`])),
    };
  }

  /** Values of a row that the table's constraints accept, not inserted. Rows it refers to are. */
  async draft(name: string, member: Member, values: Row = {}): Promise<Row> {
    const table = this.#table(name);
    const fixed: Record<string, string> = { ...scopeValues(table, member), ...this.#hints[name], ...values };
    for (const key of table.foreignKeys) {
      // A reference to the table itself stays empty: the first row of a tree.
      if (key.target === name) {
        for (const column of key.columns) if (column !== 'tenant_id') fixed[column] ??= 'NULL';
        continue;
      }
      const parent = await this.make(key.target, member);
      key.columns.forEach((column, i) => (fixed[column] ??= parent[key.targetColumns[i]!]!));
    }
    return await this.#search(table, fixed, new Set(Object.keys({ ...this.#hints[name], ...values })));
  }

  /**
   * Tries values until every CHECK of the table holds: many rows at a time, judged by the database. Where none is
   * found, owners and references that may be empty are left empty too (a session is staff's or a buyer's, never both).
   */
  async #search(table: Table, fixed: Row, kept: ReadonlySet<string>): Promise<Row> {
    const columns = table.columns.filter((column) => !column.generated);
    const open = columns.filter((column) => fixed[column.name] === undefined);
    const generators = new Map(
      await Promise.all(
        open.map(async (column) => [column.name, await this.#passingGenerators(table, column)] as const),
      ),
    );
    const conditions = table.checks.map((check) => `coalesce((${check.expression}), true)`).join(' and ') || 'true';
    const typed = (column: Column, value: string): string => (value === 'NULL' ? `NULL::${column.type}` : value);
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const candidates = Array.from({ length: rowsOf(round) }, () =>
        Object.fromEntries(
          columns.map((column) => {
            const given = fixed[column.name];
            if (
              given !== undefined &&
              (kept.has(column.name) || column.notNull || round < ROUNDS_MAX / 2 || Math.random() < 0.5)
            )
              return [column.name, given];
            const empty = given !== undefined || (!column.notNull && Math.random() < 0.4);
            return [column.name, empty ? 'NULL' : pick(generators.get(column.name)!)()];
          }),
        ),
      );
      const lines = candidates.map(
        (row, i) => `(${i}, ${columns.map((column) => typed(column, row[column.name]!)).join(', ')})`,
      );
      const [found] = await this.#owner.query<{ i: number }>(
        `select i from (values ${lines.join(',')}) as t(i, ${columns.map((column) => `"${column.name}"`).join(', ')}) where ${conditions} order by i limit 1`,
      );
      if (found) return candidates[found.i]!;
    }
    throw new Error(`${table.name}: no values found that its CHECK constraints accept`);
  }

  /** The value shapes that pass the CHECKs on this column alone. */
  async #passingGenerators(table: Table, column: Column): Promise<readonly (() => string)[]> {
    const key = `${table.name}.${column.name}`;
    const known = this.#passing.get(key);
    if (known !== undefined) return known;
    const all = generatorsFor(table, column);
    const conditions =
      table.checks
        .filter((check) => check.columns.join() === column.name)
        .map((check) => `coalesce((${check.expression}), true)`)
        .join(' and ') || 'true';
    const rows = await this.#owner.query<{ i: number }>(
      `select i from (values ${all.map((make, i) => `(${i}, ${make()})`).join(',')}) as t(i, "${column.name}") where ${conditions}`,
    );
    const passing = rows.map((row) => all[row.i]!);
    if (passing.length === 0 && column.notNull)
      throw new Error(`${key}: the row factory has no value that its CHECK accepts`);
    const usable = passing.length > 0 ? passing : [() => 'NULL'];
    this.#passing.set(key, usable);
    return usable;
  }

  #table(name: string): Table {
    const table = this.#tables.get(name);
    if (table === undefined) throw new Error(`no table ${name}`);
    return table;
  }
}

export function insertSql(table: string, row: Row): string {
  const columns = Object.keys(row);
  return `insert into ${table} (${columns.map((column) => `"${column}"`).join(', ')}) values (${columns.map((column) => row[column]).join(', ')})`;
}

/** The columns that say whose a row is: by what the policies compare with the context, else by name. */
function scopeValues(table: Table, member: Member): Row {
  const context: Readonly<Record<string, string>> = {
    tenant_id: `'${member.tenantId}'::uuid`,
    distributor_id: `'${member.distributorId}'::uuid`,
    shop_id: `'${member.shopId}'::uuid`,
    buyer_id: `'${member.buyerId}'::uuid`,
    presented: text(member.presented),
  };
  const values: Record<string, string> = {};
  for (const column of table.columns) {
    const name = column.name.replace(/_ref$/, '_id');
    if (column.type === 'uuid' && context[name] !== undefined) values[column.name] = context[name];
  }
  const expressions = table.policies.flatMap((policy) => [policy.using, policy.check]).join(' ');
  for (const [, column, variable] of expressions.matchAll(/(?<![.\w"])"?(\w+)"? = (?:ANY \()?app\.(\w+)\(\)/g)) {
    if (table.columns.some((candidate) => candidate.name === column)) values[column!] = context[variable!]!;
  }
  return values;
}
