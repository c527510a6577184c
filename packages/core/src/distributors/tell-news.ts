import type { ServiceTx } from '@keyfall/db';
import { tellOwners, type TeamCtx } from '../access/index.ts';
import type { MailInputs } from '../notifications/index.ts';

/** Tells a distributor's owners what was decided about it, and why. */
export async function tellNews(
  tx: ServiceTx,
  ctx: TeamCtx,
  distributor: { readonly id: string; readonly name: string },
  news: MailInputs['distributor_news']['news'],
  reason: string | undefined,
): Promise<void> {
  await tellOwners(tx, ctx.principal.tenantId, distributor.id, {
    template: 'distributor_news',
    params: { news, name: distributor.name, reason: reason ?? null },
    // The request is part of the name: a distributor may be frozen more than once.
    event: `${distributor.id}:${news}:${ctx.requestId}`,
  });
}
