import type { Addresses } from '@keyfall/core';
import type { Env } from './env.ts';

/** How the outside reaches this installation: over https behind a proxy, over http on the port otherwise. */
export function createAddresses(env: Env): Addresses {
  const origin = (host: string): string =>
    env.publicScheme === 'https' ? `https://${host}` : `http://${host}:${env.port}`;
  return {
    shopOrigin: origin,
    adminOrigin: origin(env.adminHost),
    portalOrigin: origin(env.portalHost),
    hookOrigin: env.hookOrigin ?? `http://127.0.0.1:${env.port}`,
    slugHost: (slug) => `${slug}.${env.shopSuffix}`,
    mailFrom: { name: 'Keyfall', address: env.mailFrom },
  };
}
