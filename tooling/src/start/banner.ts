import type { Env } from '@keyfall/server/env';
import type { DemoFacts, DemoLogin } from './demo.ts';

const APP_NAMES = { admin: 'Admin', portal: 'Portal', shop: 'Shop' } as const;

/** The last lines of `npm start`: where everything is, and how to get in. */
export function bannerLines(env: Env, demo: DemoFacts, startedInMs: number): string[] {
  const at = (host: string, port = env.port): string => `http://${host}:${port}/`;
  const shops = demo.shops.map(({ slug, name }) => row('Shop', `${at(`${slug}.${env.shopSuffix}`)}  ${name}`));
  const lines = [
    '',
    `Keyfall is ready (${(startedInMs / 1000).toFixed(1)} s). Ctrl-C stops everything.`,
    '',
    row('Admin', at(env.adminHost)),
    row('Portal', at(env.portalHost)),
    ...(shops.length > 0 ? shops : [row('Shops', at(`<slug>.${env.shopSuffix}`))]),
  ];
  if (env.mode !== 'production') {
    lines.push(row('Mailbox', `${at('localhost', env.port + 1)}mail  every mail it would send`));
  }
  if (demo.logins.length > 0) lines.push('', ...demo.logins.map(loginLine));
  return [...lines, ''];
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(10)}${text}`;
}

function loginLine(login: DemoLogin): string {
  const passcode = login.totpSecret === undefined ? '' : `  one-time passcode secret ${login.totpSecret}`;
  return row(APP_NAMES[login.app], `${login.user}  ${login.password}${passcode}  (${login.label})`);
}
