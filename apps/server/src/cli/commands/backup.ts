import path from 'node:path';
import { backupDatabase, restoreDatabase, type BackupManifest } from '@keyfall/db/backup';
import { readSecrets, urlAs } from '@keyfall/db/migrate';
import { databaseUrlOf } from '../../database-settings.ts';
import type { Env } from '../../env.ts';
import { textOf, UsageError, type Answer, type Command } from '../command.ts';

/** The database as who may see every row: the embedded superuser, or the user of DATABASE_URL. */
function ownerUrl(env: Env): string {
  if (env.databaseUrl !== undefined) return env.databaseUrl;
  const secrets = readSecrets(env.stateDir);
  if (secrets === undefined) throw new UsageError('this checkout has no database yet: run npm start first');
  return urlAs(databaseUrlOf(env), 'postgres', secrets.superuser);
}

export const backup: Command = {
  name: 'backup',
  summary: 'write the whole database into a new folder (the master key file is not part of it: keep it elsewhere)',
  options: {
    to: { type: 'string', value: 'DIR', help: 'a folder that does not exist yet, or is empty', required: true },
  },
  more: async () => ['Answer with --json: {"taken_at","tables":[{"table","rows","sha256"}]}'],
  run: async ({ env, values, note }) =>
    answerOf(await backupDatabase({ url: ownerUrl(env), dir: path.resolve(textOf(values, 'to')), log: note })),
};

export const restore: Command = {
  name: 'restore',
  summary: 'fill a fresh, empty installation from a backup; ends with verify',
  options: { from: { type: 'string', value: 'DIR', help: 'the folder of the backup', required: true } },
  more: async () => [
    'Answer with --json: {"taken_at","tables":[{"table","rows","sha256"}],"verify":[…]}; exit code 1 when verify finds something',
  ],
  async run(context) {
    const { env, values, note } = context;
    const answer = answerOf(
      await restoreDatabase({ url: ownerUrl(env), dir: path.resolve(textOf(values, 'from')), log: note }),
    );
    const { verify } = await import('./verify.ts');
    const verified = await verify.run({ ...context, values: {} });
    return {
      json: { ...(answer.json as object), verify: verified.json },
      lines: [...answer.lines, ...verified.lines],
      exitCode: verified.exitCode ?? 0,
    };
  },
};

function answerOf(manifest: BackupManifest): Answer {
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  return {
    json: {
      taken_at: manifest.takenAt,
      tables: manifest.tables.map(({ table, rows: count, sha256 }) => ({ table, rows: count, sha256 })),
    },
    lines: [`${manifest.tables.length} tables, ${rows} rows, as of ${manifest.takenAt}`],
  };
}
