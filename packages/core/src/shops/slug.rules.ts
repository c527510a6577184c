import { DomainError } from '../errors.ts';

/** Labels the platform keeps for itself, whatever the suffix; a shop there could pose as a part of it. */
export const RESERVED_SLUGS: readonly string[] = [
  'admin',
  'portal',
  'api',
  'www',
  'docs',
  'pay',
  'mail',
  'hooks',
  'static',
  'assets',
  'cdn',
  'status',
  'support',
  'internal',
  'localhost',
];

/** @throws DomainError slug_reserved */
export function assertSlugIsFree(slug: string): void {
  // Punycode labels look like other words than they are.
  if (RESERVED_SLUGS.includes(slug) || slug.startsWith('xn--')) throw new DomainError('slug_reserved', { slug });
}
