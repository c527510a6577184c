import type { ServiceTx } from '@keyfall/db';
import { formatMinor, type CurrencyCode } from '@keyfall/money';
import { tellOwners } from '../access/index.ts';
import { raiseAlert } from '../notifications/index.ts';
import { readHour } from './short-wallet-queries.ts';

/** What an order would have taken from its seller's wallet, and what could be spent. Minor units. */
export interface Shortage {
  readonly needed: bigint;
  readonly spendable: bigint;
  readonly currency: CurrencyCode;
}

/**
 * Alerts a distributor that collects itself to an order its wallet could not carry, and mails its owners. One alert is open at a
 * time, with the figures of the first order, and with it goes one mail, however many orders follow; the wallet's sweeper closes
 * it when the wallet carries so much again, beside what unpaid orders count on. Visitors place and cancel orders, so they could
 * open and close it as they like: no more than one mail goes an hour.
 */
export async function tellOfShortWallet(
  tx: ServiceTx,
  tenantId: string,
  distributorId: string,
  { needed, spendable, currency }: Shortage,
): Promise<void> {
  const params = { needed: formatMinor(needed, currency), spendable: formatMinor(spendable, currency), currency };
  const isNew = await raiseAlert(tx, {
    kind: 'wallet.short',
    subject: distributorId,
    params: { ...params, needed_minor: needed.toString() },
    distributorId,
  });
  if (!isNew) return;
  await tellOwners(tx, tenantId, distributorId, {
    template: 'wallet_short',
    params: { ...params, path: '/wallet' },
    event: `${distributorId}:${await readHour(tx)}`,
  });
}
