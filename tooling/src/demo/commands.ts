import { totpCode, totpKeyOf } from '@keyfall/auth';
import { textOf, UsageError, type Command } from '@keyfall/server/cli/command';
import { readDemoRecord } from './facts.ts';
import { ensureDemo } from './seed.ts';

/** Commands of a demo installation; a production image does not contain them. */
export const DEMO_COMMANDS: readonly Command[] = [
  {
    name: 'demo seed',
    summary: 'make the demo data if there is none yet (npm start does it by itself)',
    options: {},
    more: async () => ['Answer with --json: {"shops":[…],"logins":[…]}'],
    async run({ env, note }) {
      if (env.mode !== 'demo') throw new UsageError('demo data exists only in an installation of mode demo');
      const { shops, logins } = await ensureDemo({ env, adminUrl: '', log: note });
      return {
        json: { shops, logins },
        lines: logins.map((login) => `${login.app}  ${login.user}  ${login.password}`),
      };
    },
  },
  {
    name: 'demo totp',
    summary: 'the present one-time passcode of a demo login that has a second factor',
    options: { user: { type: 'string', value: 'MAIL', help: 'the login', required: true } },
    more: async () => ['Answer with --json: {"user","code"}'],
    run({ env, values }) {
      const user = textOf(values, 'user');
      const login = readDemoRecord(env.stateDir)?.logins.find((one) => one.user === user);
      if (login === undefined) throw new UsageError(`${user} is no demo login`);
      if (login.totpSecret === undefined) throw new UsageError(`${user} has no second factor: the password is enough`);
      const code = totpCode(totpKeyOf(login.totpSecret));
      return Promise.resolve({ json: { user, code }, lines: [code] });
    },
  },
];
