import type { Locale } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { wakeWorker } from '../jobs/index.ts';
import type { MailKind } from './templates/render-mail.ts';

/** A mail to send after this commit. It is rendered when it is sent. */
export interface QueuedMail {
  readonly template: MailKind;
  readonly recipient: string;
  readonly locale: Locale;
  /**
   * What the template needs: ids and plain texts. Never a token or a code: a link is named by `tokenId`, the id of a
   * one-time token, and made by access' `mintLink` while the mail is being sent.
   */
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
  /** The shop in whose name the mail is written; without one it comes from the platform. */
  readonly shopId?: string | null;
  /** Makes the mail unique in the tenant: the same event twice is one mail. */
  readonly dedupe: string;
}

/** Queues a mail in the transaction that causes it; false when the same mail was queued before. */
export async function queueMail(tx: ServiceTx, tenantId: string, mail: QueuedMail): Promise<boolean> {
  const result = await tx
    .insertInto('notify.mail')
    .values({
      id: uuidv7(),
      shop_id: mail.shopId ?? null,
      recipient: mail.recipient,
      template: mail.template,
      params: JSON.stringify(mail.params),
      locale: mail.locale,
      dedupe: mail.dedupe,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'dedupe']).doNothing())
    .executeTakeFirst();
  if (result.numInsertedOrUpdatedRows === 0n) return false;
  await wakeWorker(tx, tenantId, 'mail.send');
  return true;
}
