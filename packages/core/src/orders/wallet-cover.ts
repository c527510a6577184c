import type { CurrencyCode } from '@keyfall/money';
import { asService, type BuyerPrincipal, type Ctx } from '../context.ts';
import { DomainError } from '../errors.ts';
import { tellOfShortWallet, type Shortage } from './short-wallet.ts';

/** Why an order of a shop that collects itself was refused: the cause of the refusal, for the seller alone. */
class ShortWallet extends Error {
  override readonly name = 'ShortWallet';
  readonly short: Shortage;

  constructor(short: Shortage) {
    super('the wallet does not carry the order');
    this.short = short;
  }
}

/**
 * Whether a seller's wallet carries what it would be charged for an order, in minor units. The buyer learns only that the shop
 * cannot take it. Another order may be quicker all the same; capture decides under the wallet's lock.
 *
 * @throws DomainError order_not_accepted
 */
export function assertCarried(needed: bigint, spendable: bigint, currency: CurrencyCode): void {
  // What costs nothing needs nothing, also of a wallet in debt.
  if (needed === 0n || needed <= spendable) return;
  throw new DomainError('order_not_accepted', {}, { cause: new ShortWallet({ needed, spendable, currency }) });
}

/** Alerts the seller to an order its wallet did not carry. Opens its own transaction, since the order's was given up. */
export async function tellOfRefusal(ctx: Ctx<BuyerPrincipal>, error: unknown): Promise<void> {
  if (!(error instanceof DomainError) || !(error.cause instanceof ShortWallet)) return;
  const { short } = error.cause;
  const { tenantId, distributorId } = ctx.principal;
  await asService(ctx, (tx) => tellOfShortWallet(tx, tenantId, distributorId, short));
}
