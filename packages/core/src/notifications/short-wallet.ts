import type { ServiceTx } from '@keyfall/db';
import { raiseAlert } from './alert-queries.ts';

/**
 * Alerts a distributor that collects itself to an order its wallet could not carry. One is open at a time, with the figures of
 * the first; the wallet's sweeper closes it when so much can be spent again.
 */
export async function tellOfShortWallet(
  tx: ServiceTx,
  short: {
    readonly distributorId: string;
    /** Minor units. */
    readonly needed: bigint;
    /** The same and what could be spent, as people read them. */
    readonly params: { readonly needed: string; readonly spendable: string; readonly currency: string };
  },
): Promise<boolean> {
  const { distributorId, needed, params } = short;
  return await raiseAlert(tx, {
    kind: 'wallet.short',
    subject: distributorId,
    params: { ...params, needed_minor: needed.toString() },
    distributorId,
  });
}
