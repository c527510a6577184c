import type { ServiceTx } from '@keyfall/db';
import { listOwners, type TeamCtx } from '../access/index.ts';
import { queueMail, type MailInputs } from '../notifications/index.ts';

/** Tells a distributor's owners what was decided about it, and why. */
export async function tellOwners(
  tx: ServiceTx,
  ctx: TeamCtx,
  distributor: { readonly id: string; readonly name: string },
  news: MailInputs['distributor_news']['news'],
  reason: string | undefined,
): Promise<void> {
  const owners = await listOwners(tx, { audience: 'portal', distributorId: distributor.id });
  for (const owner of owners) {
    await queueMail(tx, ctx.principal.tenantId, {
      template: 'distributor_news',
      recipient: owner.mail,
      locale: owner.locale,
      params: { news, name: distributor.name, reason: reason ?? null, audience: 'portal' },
      // The request is part of the name: a distributor may be frozen more than once.
      dedupe: `distributor:${distributor.id}:${news}:${owner.id}:${ctx.requestId}`,
    });
  }
}
