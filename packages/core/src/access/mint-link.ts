import type { ServiceTx } from '@keyfall/db';
import type { Addresses } from '../ports.ts';
import { mintToken, type TokenPurpose } from './one-time-token-queries.ts';
import { findHostOfShop } from './queries.ts';

/** Paths of the pages that redeem a link. The token stands behind `#`, which no server and no log ever sees. */
const PATHS: Readonly<Record<TokenPurpose, string>> = {
  invitation: '/invitation',
  password_reset: '/password-reset',
  verify_mail: '/verify-mail',
  find_order: '/find-order',
  application: '/application',
};

export interface MintedLink {
  readonly url: string;
  readonly expiresAt: Date;
}

/**
 * Makes the link of a one-time token, for the mail that is being sent at this moment. A link made earlier for the same
 * token opens nothing any more. Undefined when the token was used, has run out or is gone: the mail is then dropped.
 */
export async function mintLink(tx: ServiceTx, addresses: Addresses, tokenId: string): Promise<MintedLink | undefined> {
  const minted = await mintToken(tx, tokenId);
  if (minted === undefined) return undefined;
  const origin = await originOf(tx, addresses, minted.shop_ref, minted.data);
  if (origin === undefined) return undefined;
  return { url: `${origin}${PATHS[minted.purpose as TokenPurpose]}#${minted.token}`, expiresAt: minted.expires_at };
}

async function originOf(
  tx: ServiceTx,
  addresses: Addresses,
  shopId: string | null,
  data: unknown,
): Promise<string | undefined> {
  if (shopId === null) return isForPortal(data) ? addresses.portalOrigin : addresses.adminOrigin;
  const host = await findHostOfShop(tx, shopId);
  return host === undefined ? undefined : addresses.shopOrigin(host);
}

function isForPortal(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'audience' in data && data.audience === 'portal';
}
