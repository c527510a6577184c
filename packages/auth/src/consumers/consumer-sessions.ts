import { DomainError, asService, type BuyerPrincipal, type Ctx } from '@keyfall/core';
import { deleteSessionOfBuyer, listSessionsOfBuyer } from './consumer-queries.ts';

/** Where the buyer is signed in. */
export async function listBuyerSessions(ctx: Ctx<BuyerPrincipal>) {
  return await asService(ctx, (tx) => listSessionsOfBuyer(tx, ctx.principal.buyerId));
}

/** Ends one of the buyer's own sessions. @throws DomainError not_found */
export async function revokeBuyerSession(ctx: Ctx<BuyerPrincipal>, sessionId: string): Promise<void> {
  const wasThere = await asService(ctx, (tx) => deleteSessionOfBuyer(tx, ctx.principal.buyerId, sessionId));
  if (!wasThere) throw new DomainError('not_found', { what: 'session' });
}
