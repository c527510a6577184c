import { LOGIN_ROLES, readSecrets, urlAs } from '@keyfall/db/migrate';
import { databaseUrlOf } from '../../database-settings.ts';
import { textOrNull, UsageError, type Command } from '../command.ts';

export const dbUrl: Command = {
  name: 'db url',
  summary: 'the address of the database, as one of its roles',
  options: {
    role: { type: 'string', value: 'ROLE', help: `one of ${LOGIN_ROLES.join(', ')}; kf_admin by default` },
    yes: { type: 'boolean', help: 'print the password also outside of demo installations' },
  },
  more: async () => ['Answer with --json: {"role","url"}'],
  run({ env, values }) {
    const role = textOrNull(values, 'role') ?? 'kf_admin';
    if (!(LOGIN_ROLES as readonly string[]).includes(role))
      throw new UsageError(`--role must be one of ${LOGIN_ROLES.join(', ')}`);
    const named = role as (typeof LOGIN_ROLES)[number];
    const mayShow = env.mode !== 'production' || values.yes === true;
    const password = mayShow ? (readSecrets(env.stateDir)?.roles[named] ?? '') : '';
    const url = urlAs(databaseUrlOf(env), `${env.rolePrefix}${role}`, password);
    return Promise.resolve({ json: { role, url }, lines: [url] });
  },
};
