import fs from 'node:fs';
import path from 'node:path';
import type { TestStack } from './stack.ts';

/** Where a secret was found that should be nowhere in the clear. */
export interface Leak {
  readonly where: string;
  readonly secret: string;
}

/** Runs of the letters that secrets are made of; a longer run may hold one anywhere. */
const RUN = /[A-Z0-9]{8,}/g;

/**
 * Looks for secrets in everything the installation has written: the files of the database and of the state folder (logs,
 * mails and sandbox included), and every row of every table as text, where what the files keep compressed shows. Bytes are
 * looked at as they are and as the hex a dump would show.
 */
export async function findPlaintext(
  stack: Pick<TestStack, 'sql' | 'stateDir'>,
  secrets: ReadonlySet<string>,
): Promise<readonly Leak[]> {
  // What the server only holds in memory is not in its files yet.
  await stack.sql('checkpoint');
  const [folder] = await stack.sql<{ data_directory: string }>('show data_directory');
  const roots = [stack.stateDir, folder?.data_directory ?? stack.stateDir];
  const leaks: Leak[] = [];
  for (const file of roots.flatMap(filesOf)) leaks.push(...leaksIn(file, readBytes(file), secrets));
  leaks.push(...(await leaksInRows(stack, secrets)));
  return leaks;
}

function filesOf(root: string): readonly string[] {
  return fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** A file that a running server removes meanwhile holds nothing any more. */
function readBytes(file: string): string {
  try {
    return fs.readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

async function leaksInRows({ sql }: Pick<TestStack, 'sql'>, secrets: ReadonlySet<string>): Promise<readonly Leak[]> {
  const tables = await sql<{ name: string }>(
    `select oid::regclass::text as name from pg_class
      where relkind in ('r', 'm') and relnamespace::regnamespace::text not in ('pg_catalog', 'information_schema')`,
  );
  const byHex = new Map([...secrets].map((secret) => [Buffer.from(secret).toString('hex'), secret]));
  const leaks: Leak[] = [];
  for (const { name } of tables) {
    const rows = await sql<{ text: string }>(`select t::text as text from ${name} t`);
    const text = rows.map((row) => row.text).join('\n');
    leaks.push(...leaksIn(`table ${name}`, text, secrets));
    for (const [hex, secret] of byHex) if (text.includes(hex)) leaks.push({ where: `bytes in table ${name}`, secret });
  }
  return leaks;
}

function leaksIn(where: string, text: string, secrets: ReadonlySet<string>): readonly Leak[] {
  const found = new Set<string>();
  for (const [run] of text.matchAll(RUN)) {
    if (secrets.has(run)) found.add(run);
    else for (const secret of secrets) if (run.length > secret.length && run.includes(secret)) found.add(secret);
  }
  return [...found].map((secret) => ({ where, secret }));
}
