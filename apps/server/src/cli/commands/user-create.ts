import { randomBytes } from 'node:crypto';
import { ADMIN_ROLES, PORTAL_ROLES, type DistributorId, type Locale } from '@keyfall/contracts';
import { createStaffLogin } from '@keyfall/auth';
import { findDistributorId } from '@keyfall/core/distributors';
import { findTenantId } from '@keyfall/core/tenants';
import { textOf, textOrNull, UsageError, type Command } from '../command.ts';

export const userCreate: Command = {
  name: 'user create',
  summary: "let somebody into a wholesaler's back office, or into a distributor's portal",
  options: {
    tenant: { type: 'string', value: 'SLUG', help: 'the tenant', required: true },
    mail: {
      type: 'string',
      value: 'MAIL',
      help: 'the login; one that exists already keeps its password',
      required: true,
    },
    role: {
      type: 'string',
      value: 'ROLE',
      help: `${ADMIN_ROLES.join(', ')}; in a portal ${PORTAL_ROLES.join(', ')}`,
      required: true,
    },
    name: { type: 'string', value: 'NAME', help: 'how the person is called; the mail address by default' },
    distributor: {
      type: 'string',
      value: 'CODE',
      help: "the distributor whose portal it is; without it the wholesaler's back office",
    },
    locale: { type: 'string', value: 'LOCALE', help: 'zh-CN (default) or en' },
    totp: { type: 'boolean', help: 'set up a second factor at once and print its secret' },
  },
  more: async () => [
    'Answer with --json: {"login_id","mail","role","password","totp_secret"}; the password is generated and shown this once.',
  ],
  async run({ values, wiring }) {
    const { core, kit } = wiring();
    const mail = textOf(values, 'mail');
    const code = textOrNull(values, 'distributor');
    const roles: readonly string[] = code === null ? ADMIN_ROLES : PORTAL_ROLES;
    const role = textOf(values, 'role');
    if (!roles.includes(role)) throw new UsageError(`--role must be one of ${roles.join(', ')}`);
    const locale = textOrNull(values, 'locale') ?? 'zh-CN';
    if (locale !== 'zh-CN' && locale !== 'en') throw new UsageError('--locale must be zh-CN or en');
    if (!/^[^@\s]{1,64}@[^@\s]{1,189}$/.test(mail)) throw new UsageError('--mail is no mail address');
    const tenantId = await findTenantId(core.db, textOf(values, 'tenant'));
    const distributorId: DistributorId | null = code === null ? null : await findDistributorId(core, tenantId, code);
    const password = randomBytes(12).toString('base64url');
    const made = await createStaffLogin(
      kit.auth,
      {
        tenantId,
        distributorId,
        mail,
        name: textOrNull(values, 'name') ?? mail,
        role: role as (typeof ADMIN_ROLES)[number],
        locale: locale as Locale,
        password,
        withTotp: values.totp === true,
      },
      `cli-${process.pid}`,
    );
    const totpSecret = made.totpSecret ?? null;
    return {
      json: { login_id: made.loginId, mail, role, password, totp_secret: totpSecret },
      lines: [
        `${mail} (${role})`,
        `password: ${password}`,
        ...(totpSecret === null ? [] : [`one-time passcode secret: ${totpSecret}`]),
      ],
    };
  },
};
