import { serviceTx } from '@keyfall/db';
import type { Core } from '../../context.ts';
import { runAtOnce } from '../../jobs/index.ts';
import { PortError } from '../../errors.ts';
import { raiseAlert } from '../../notifications/index.ts';
import { composeMail } from '../compose-mail.ts';
import { leaseMails, markMailFailed, markMailSent, type DueMailRow } from '../mail-queries.ts';

const BATCH = 100;
const AT_ONCE = 5;
const LEASE_SECONDS = 120;
const BACKOFF_SECONDS = [10, 60, 300, 1_800, 7_200] as const;
const TRIES_MAX = 12;

/**
 * Sends queued mails. A mail may go out twice after a crash at the wrong moment: it carries a link and never a code, and the
 * same Message-ID. The transport is called in no transaction.
 */
export async function sweepMails(core: Core, tenantId: string, requestId: string): Promise<{ done: number }> {
  const due = await serviceTx(core.db, { tenantId, requestId }, (tx) => leaseMails(tx, BATCH, LEASE_SECONDS));
  let done = 0;
  await runAtOnce(due, AT_ONCE, async (mail) => {
    if (await sendOne(core, tenantId, requestId, mail)) done += 1;
  });
  return { done };
}

async function sendOne(core: Core, tenantId: string, requestId: string, row: DueMailRow): Promise<boolean> {
  const scope = { tenantId, requestId };
  try {
    const mail = await serviceTx(core.db, scope, (tx) => composeMail(tx, core.ports.addresses, row));
    if (typeof mail === 'string') {
      await serviceTx(core.db, scope, (tx) => markMailFailed(tx, row.id, mail, null));
      return false;
    }
    await core.ports.mailer.send(mail);
    await serviceTx(core.db, scope, (tx) => markMailSent(tx, row.id));
    return true;
  } catch (error) {
    const isHopeless = (error instanceof PortError && !error.retryable) || row.tries >= TRIES_MAX;
    const seconds = BACKOFF_SECONDS[Math.min(row.tries - 1, BACKOFF_SECONDS.length - 1)] ?? 7_200;
    const message = error instanceof Error ? error.message : 'failed';
    await serviceTx(core.db, scope, async (tx) => {
      await markMailFailed(tx, row.id, message, isHopeless ? null : seconds);
      if (isHopeless)
        await raiseAlert(tx, { kind: 'mail.failed', subject: row.id, params: { template: row.template } });
    });
    return false;
  }
}
