import path from 'node:path';
import { backupDatabase, restoreDatabase, type BackupManifest } from '@keyfall/db/backup';
import { textOf, type Answer, type Command } from '../command.ts';
import { ownerUrl } from '../owner-url.ts';

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
