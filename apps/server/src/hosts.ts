import { isIP } from 'node:net';
import type { Env } from './env.ts';

/** The three apps, and the page of links that an address without a name gets. */
export type Site = 'admin' | 'portal' | 'shop' | 'links';

/** The host name of a Host header: lower case, no port, no trailing dot. Undefined when it is none. */
export function hostNameOf(header: string | undefined): string | undefined {
  if (header === undefined || header.length > 300) return undefined;
  const name = header
    .toLowerCase()
    .replace(/:\d{1,5}$/, '')
    .replace(/\.$/, '');
  if (/^\[[0-9a-f:.]+\]$/.test(name)) return name.slice(1, -1);
  return /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name) ? name : undefined;
}

/** Which app answers on a host: its own for admin and portal, links on addresses, and every other host may be a shop. */
export function siteOfHost(hostName: string, env: Pick<Env, 'adminHost' | 'portalHost'>): Site {
  if (hostName === env.adminHost) return 'admin';
  if (hostName === env.portalHost) return 'portal';
  if (hostName === 'localhost' || isIP(hostName) !== 0) return 'links';
  return 'shop';
}
