import type { ServiceTx } from '@keyfall/db';
import { formatMinor, parseCurrency } from '@keyfall/money';
import { insertOneTimeToken } from '../access/index.ts';
import { queueMail } from '../notifications/index.ts';
import { readAsker, type AskerRow } from './asker-queries.ts';

/** How long the link of a guest's mail opens the order; after that "find my order" makes a new one. */
const LINK_SECONDS = 30 * 24 * 60 * 60;

/**
 * Queues a mail to whoever asked for an invoice, in the transaction that decides it: in the shop's name to a buyer, from the
 * wholesaler to a distributor. Only ever to the asker's own address, since a guest's mail opens the order.
 */
export async function tellAsker(
  tx: ServiceTx,
  tenantId: string,
  invoiceId: string,
  decision: { readonly outcome: 'issued' | 'refused' | 'void'; readonly reason: string | null },
): Promise<void> {
  const asker = await readAsker(tx, invoiceId);
  if (asker === undefined || asker.mail === null) return;
  const { title, number, buyer } = asker;
  await queueMail(tx, tenantId, {
    template: 'invoice_news',
    recipient: asker.mail,
    locale: asker.locale,
    params: {
      ...decision,
      title,
      number,
      amount: formatMinor(asker.amount, parseCurrency(asker.currency)),
      currency: asker.currency,
      ...(buyer === null
        ? { audience: 'portal', path: `/invoices?open=${invoiceId}` }
        : { orderId: buyer.orderId, ...(await linkOf(tx, tenantId, buyer)) }),
    },
    shopId: buyer?.shopId ?? null,
    dedupe: `invoice_news:${invoiceId}:${decision.outcome}`,
  });
}

/** A guest's mail holds a link of its own; an account's leads to the order's page behind its login. */
async function linkOf(
  tx: ServiceTx,
  tenantId: string,
  { buyerId, shopId, orderId, isGuest }: NonNullable<AskerRow['buyer']>,
): Promise<{ tokenId?: string }> {
  if (!isGuest) return {};
  const order = { shopId, buyerId, orderId };
  const token = await insertOneTimeToken(tx, {
    purpose: 'find_order',
    tenantId,
    validSeconds: LINK_SECONDS,
    ...order,
  });
  return { tokenId: token.id };
}
