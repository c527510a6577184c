import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { DomainError } from '../errors.ts';

const HOST = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * A domain as DNS knows it: lower case, international names in their ASCII form, without trailing dot. An address, a single
 * label, a port or a path is no domain of a shop.
 *
 * @param ownHosts hosts and suffixes that are the platform's: nobody can bring those
 * @throws DomainError host_invalid
 */
export function normaliseDomain(text: string, ownHosts: readonly string[]): string {
  const typed = text.trim().replace(/\.$/, '');
  const host = domainToASCII(typed.toLowerCase());
  const isOurs = ownHosts.some((own) => host === own || host.endsWith(`.${own}`));
  if (!HOST.test(host) || isIP(host) !== 0 || isOurs || /(^|\.)(localhost|local|internal|test|invalid)$/.test(host)) {
    throw new DomainError('host_invalid', { host: typed.slice(0, 253) });
  }
  return host;
}

/** Where the proof of a domain is looked for. */
export const recordNameOf = (host: string): string => `_keyfall.${host}`;
export const recordValueOf = (token: string): string => `keyfall-verify=${token}`;
