import type { ServiceTx } from '@keyfall/db';
import { queueMail } from '../notifications/index.ts';
import { readOwners } from './owner-queries.ts';

/** What the owners of a distributor are told; amounts are decimal texts beside their currency. */
export interface OwnerNews {
  readonly template: 'payee_changed' | 'withdrawal_news';
  /** Makes the mail unique per owner. */
  readonly subjectId: string;
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
}

/** Queues a mail to each owner of the distributor's portal, in the transaction that causes it. */
export async function tellOwners(
  tx: ServiceTx,
  tenantId: string,
  distributorId: string,
  news: OwnerNews,
): Promise<void> {
  for (const owner of await readOwners(tx, distributorId)) {
    await queueMail(tx, tenantId, {
      template: news.template,
      recipient: owner.mail,
      locale: owner.locale,
      params: { ...news.params, audience: 'portal', path: '/withdrawals' },
      dedupe: `${news.template}:${news.subjectId}:${owner.id}`,
    });
  }
}
