/** Re-creates the SQL functions whose file changed, with the owner and the rights their header names. */
import pg from 'pg';
import { prefixRolesInSql, roleOnServer } from './role-names.ts';
import type { FunctionFile } from './sql-files.ts';

/**
 * Runs every changed file in one transaction, as the owner of the schemas. Returns the names of the files that ran.
 * The files may refer to each other in any order: they are created unchecked first and checked in a second pass.
 */
export async function refreshFunctions(
  owner: pg.Client,
  files: readonly FunctionFile[],
  prefix: string,
): Promise<string[]> {
  const { rows } = await owner.query<{ name: string; sha256: string }>(
    'select name, sha256 from migrations.function_file',
  );
  const applied = new Map(rows.map((row) => [row.name, row.sha256]));
  const changed = files.filter((file) => applied.get(file.name) !== file.sha256);
  if (changed.length === 0) return [];
  await owner.query(`begin; set local lock_timeout = '5s'`);
  try {
    await owner.query('set local check_function_bodies = off');
    for (const file of changed) await runFile(owner, file, prefix);
    await owner.query('set local check_function_bodies = on');
    for (const file of changed) await runFile(owner, file, prefix);
    await owner.query('commit');
  } catch (error) {
    await owner.query('rollback');
    throw error;
  }
  return changed.map((file) => file.name);
}

async function runFile(owner: pg.Client, file: FunctionFile, prefix: string): Promise<void> {
  const before = await listFunctions(owner);
  try {
    await owner.query(prefixRolesInSql(file.text, prefix));
  } catch (cause) {
    throw new Error(`functions/${file.name}.sql failed: ${(cause as Error).message}`, { cause });
  }
  const after = await listFunctions(owner);
  const touched = [...after.values()].filter((routine) => before.get(routine.signature)?.version !== routine.version);
  for (const routine of touched) await applyHeader(owner, routine, file, prefix);
  await owner.query(
    `insert into migrations.function_file (name, sha256) values ($1, $2)
     on conflict (name) do update set sha256 = excluded.sha256, applied_at = now()`,
    [file.name, file.sha256],
  );
}

interface Routine {
  /** Name with argument types, quoted as SQL needs it. */
  readonly signature: string;
  readonly schema: string;
  /** Of its catalog row: changes with every create-or-replace. */
  readonly version: string;
}

/** Our functions by signature. */
async function listFunctions(owner: pg.Client): Promise<Map<string, Routine>> {
  const { rows } = await owner.query<Routine>(`
    select p.oid::regprocedure::text as signature, p.pronamespace::regnamespace::text as schema,
           p.xmin::text || '/' || p.ctid::text as version
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_temp%'`);
  return new Map(rows.map((row) => [row.signature, row]));
}

async function applyHeader(owner: pg.Client, routine: Routine, file: FunctionFile, prefix: string): Promise<void> {
  const { signature, schema } = routine;
  const target = pg.escapeIdentifier(roleOnServer(file.owner, prefix));
  const statements = [`alter routine ${signature} owner to ${target}`];
  if (file.owner === 'kf_fn') {
    // PostgreSQL wants the new owner to be able to create in the schema, for this moment only.
    statements.unshift(`grant create on schema ${schema} to ${target}`);
    statements.push(`revoke create on schema ${schema} from ${target}`);
  }
  await owner.query(statements.join('; '));
  if (file.execute === undefined) return;
  // The header is the whole truth: rights that an earlier text gave are taken back.
  const { rows: grantees } = await owner.query<{ grantee: string }>(
    `select distinct case a.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end as grantee
       from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
      where p.oid = $1::regprocedure and a.grantee <> p.proowner`,
    [signature],
  );
  for (const { grantee } of grantees) await owner.query(`revoke all on routine ${signature} from ${grantee}`);
  for (const role of file.execute)
    await owner.query(`grant execute on routine ${signature} to ${pg.escapeIdentifier(roleOnServer(role, prefix))}`);
}
