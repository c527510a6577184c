import path from 'node:path';
import { z } from 'zod';

/** The checkout's folder. The server is run from its sources, so its own place tells. */
const ROOT = path.resolve(import.meta.dirname, '../../..');

const port = z.coerce.number().int().min(1).max(65_535);
const hostName = z
  .string()
  .max(253)
  .regex(/^[a-z0-9.-]+$/, 'must be a host name in lower case, without port');

/** Ports of the pages in development, where vite serves them. */
const devPages = z.object({ admin: port, portal: port, shop: port });

const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON' });
    return z.NEVER;
  }
});

const schema = z.object({
  /** The web server's port; +1 is sandbox gateway and mailbox, +2 the embedded database, +3 the mailbox's SMTP. */
  PORT: port.max(65_532).default(4000),
  /** The address to listen on. Loopback unless said otherwise: demo data and demo logins are not for the network. */
  HOST: z.string().min(1).max(253).default('127.0.0.1'),
  /** A PostgreSQL of one's own, 15 to 18. Without it the embedded one of the state folder is used. */
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  /** `demo` has demo data, printed logins, sandbox gateway and mailbox; fixed when the database is first set up. */
  KEYFALL_MODE: z.enum(['demo', 'production', 'test']).optional(),
  /** Where everything that is not in the database lies: embedded data, passwords, keys, uploads, logs. */
  KEYFALL_STATE: z.string().min(1).default(path.join(ROOT, '.keyfall')),
  KEYFALL_ADMIN_HOST: hostName.default('admin.localhost'),
  KEYFALL_PORTAL_HOST: hostName.default('portal.localhost'),
  /** Shops live at `<slug>.<this>`, besides their own domains. */
  KEYFALL_SHOP_SUFFIX: hostName.default('localhost'),
  /** The file with the master key; in the state folder by default. */
  KEYFALL_MASTER_KEY_FILE: z.string().min(1).max(1000).optional(),
  /** How browsers reach the installation: `https` when a proxy in front ends TLS. */
  KEYFALL_PUBLIC_SCHEME: z.enum(['http', 'https']).default('http'),
  /** Origin that payment providers send webhooks to, e.g. `https://hooks.example.com`; our own port by default. */
  KEYFALL_HOOK_ORIGIN: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .optional(),
  /** The mail server as `smtp://`, `smtps://` or, without encryption, `smtp+plain://`, with user and password if it asks. */
  KEYFALL_SMTP_URL: z
    .url({ protocol: /^(smtp|smtps|smtp\+plain)$/, error: 'must begin with smtp://, smtps:// or smtp+plain://' })
    .max(500)
    .optional(),
  /** The address mails come from. */
  KEYFALL_MAIL_FROM: z.email().max(254).default('no-reply@keyfall.localhost'),
  /** `1` when a proxy in front sets X-Forwarded-For and X-Forwarded-Proto; never on an open port. */
  KEYFALL_TRUST_PROXY: z.enum(['0', '1']).default('0'),
  /** Stands before the names of the database roles, for servers that hold several installations. */
  KEYFALL_ROLE_PREFIX: z
    .string()
    .regex(/^(?:[a-z][a-z0-9_]{0,20})?$/, 'may hold a-z, 0-9 and _ and begins with a letter')
    .default(''),
  /** The secret from which the roles' passwords follow where several machines share no state folder. */
  KEYFALL_SECRET: z.string().min(32, 'must have at least 32 characters').max(1000).optional(),
  KEYFALL_LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  /** The parts that the program which starts us will report as ready, by comma. */
  KEYFALL_AWAIT: z.string().max(200).default(''),
  KEYFALL_DEV_PAGES: jsonText.pipe(devPages).optional(),
});

export type Mode = 'demo' | 'production' | 'test';

/** The server's settings, checked once at start. */
export interface Env {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string | undefined;
  readonly mode: Mode;
  readonly stateDir: string;
  /** The folder that holds `admin/dist`, `portal/dist` and `shop/dist`. */
  readonly appsDir: string;
  readonly adminHost: string;
  readonly portalHost: string;
  readonly shopSuffix: string;
  readonly masterKeyFile: string | undefined;
  readonly publicScheme: 'http' | 'https';
  readonly hookOrigin: string | undefined;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string;
  readonly trustProxy: boolean;
  readonly rolePrefix: string;
  readonly installationSecret: string | undefined;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  readonly awaitedParts: readonly string[];
  readonly devPages: z.infer<typeof devPages> | undefined;
}

/** A setting that makes a start impossible; its message is one line that names the setting and the remedy. */
export class EnvError extends Error {}

/** Reads and checks the settings. Throws {@link EnvError} naming every wrong one. */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  // An empty value means "not set": `PORT= npm start` and compose files write it so.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw new EnvError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; '));
  }
  const env = parsed.data;
  return {
    port: env.PORT,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL,
    mode: env.KEYFALL_MODE ?? (env.DATABASE_URL === undefined ? 'demo' : 'production'),
    stateDir: path.resolve(env.KEYFALL_STATE),
    appsDir: path.join(ROOT, 'apps'),
    adminHost: env.KEYFALL_ADMIN_HOST,
    portalHost: env.KEYFALL_PORTAL_HOST,
    shopSuffix: env.KEYFALL_SHOP_SUFFIX,
    masterKeyFile: env.KEYFALL_MASTER_KEY_FILE === undefined ? undefined : path.resolve(env.KEYFALL_MASTER_KEY_FILE),
    publicScheme: env.KEYFALL_PUBLIC_SCHEME,
    hookOrigin: env.KEYFALL_HOOK_ORIGIN === undefined ? undefined : new URL(env.KEYFALL_HOOK_ORIGIN).origin,
    smtpUrl: env.KEYFALL_SMTP_URL,
    mailFrom: env.KEYFALL_MAIL_FROM,
    trustProxy: env.KEYFALL_TRUST_PROXY === '1',
    rolePrefix: env.KEYFALL_ROLE_PREFIX,
    installationSecret: env.KEYFALL_SECRET,
    logLevel: env.KEYFALL_LOG_LEVEL,
    awaitedParts: env.KEYFALL_AWAIT.split(',').filter((part) => part !== ''),
    devPages: env.KEYFALL_DEV_PAGES,
  };
}
