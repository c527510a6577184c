import type { DistributorId } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import type { Ctx, DistributorPrincipal, StaffPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { findOwner } from './owner-queries.ts';

/** Who may price for somebody: staff for the house or any distributor, a distributor for itself. */
export type PricingCtx = Ctx<StaffPrincipal | DistributorPrincipal>;

/** Whose prices a call is about. Staff may name the owner; a distributor is always its own, whatever it names. */
export interface OwnerInput {
  readonly ownerId?: DistributorId | undefined;
}

export interface PriceOwner {
  readonly id: string;
  readonly depth: number;
  readonly name: string;
}

/** The owner of the prices a call is about. @throws DomainError not_found */
export async function ownerOf(tx: ServiceTx, ctx: PricingCtx, input: OwnerInput): Promise<PriceOwner> {
  const { principal } = ctx;
  const owner = await findOwner(
    tx,
    principal.kind === 'distributor' ? principal.distributorId : (input.ownerId ?? null),
  );
  if (owner === undefined) throw new DomainError('not_found', { what: 'distributor' });
  return owner;
}
