import { DEFAULT_BRAND } from '@keyfall/contracts';
import type { ServiceTx } from '@keyfall/db';
import { money, parseCurrency } from '@keyfall/money';
import { mintLink } from '../access/index.ts';
import { MAIL_KINDS, renderMail, type MailInputs, type MailKind, type OutgoingMail } from '../notifications/index.ts';
import { productNameOf, skuNameOf } from '../orders/index.ts';
import type { Addresses } from '../ports.ts';
import { brandOf } from '../shops/index.ts';
import { readMailedOrder, readMailedRefund, readSender, type DueMailRow, type SenderRow } from './mail-queries.ts';

/** Why a mail is not sent at all. */
export type NotSent = 'unknown_template' | 'link_is_over' | 'subject_is_gone';

/**
 * Makes the mail of a queued row: its link is minted, its order read and its text rendered at the moment it is sent, so the
 * queue holds neither tokens nor texts. Answers why not, where there is nothing (any more) to send.
 */
export async function composeMail(
  tx: ServiceTx,
  addresses: Addresses,
  row: DueMailRow,
): Promise<OutgoingMail | NotSent> {
  if (!isMailKind(row.template)) return 'unknown_template';
  const sender = await readSender(tx, row.shop_id);
  const order = await orderOf(tx, row);
  const link = await linkOf(tx, addresses, row, sender, order);
  if (link === undefined) return 'link_is_over';
  const facts = await factsOf(tx, row, order);
  if (facts === undefined) return 'subject_is_gone';
  const name = sender.shop_name ?? sender.tenant_name;
  const brand = sender.shop_name === null ? DEFAULT_BRAND : brandOf(sender.brand);
  const rendered = renderMail(
    row.template,
    // Which facts a kind needs is written where it is queued; a missing one fails the rendering, not the types.
    { ...row.params, ...facts, ...link } as unknown as MailInputs[MailKind],
    {
      locale: row.locale,
      brand: {
        name,
        accent: brand.accent,
        ...(sender.support_contact === null ? {} : { support: sender.support_contact }),
      },
      timeZone: sender.timezone,
    },
  );
  return { id: row.id, from: { ...addresses.mailFrom, name }, to: row.recipient, ...rendered };
}

function isMailKind(text: string): text is MailKind {
  return (MAIL_KINDS as readonly string[]).includes(text);
}

type MailedOrder = Awaited<ReturnType<typeof readMailedOrder>>;

async function orderOf(tx: ServiceTx, row: DueMailRow): Promise<MailedOrder> {
  const { orderId } = row.params;
  return typeof orderId === 'string' ? await readMailedOrder(tx, orderId) : undefined;
}

/**
 * The mail's link: a one-time one, the order's own page, or a page named by its path. A one-time link names its order too, so
 * that whoever opens it a second time in the same browser still gets there.
 */
async function linkOf(
  tx: ServiceTx,
  addresses: Addresses,
  row: DueMailRow,
  sender: SenderRow,
  order: MailedOrder,
): Promise<{ url: string; expiresAt: Date | null } | undefined> {
  const { tokenId, path, audience } = row.params;
  if (typeof tokenId === 'string') {
    const link = await mintLink(tx, addresses, tokenId);
    return link === undefined || order === undefined ? link : { ...link, url: `${link.url}.${order.order_no}` };
  }
  const office = audience === 'portal' ? addresses.portalOrigin : addresses.adminOrigin;
  const origin = sender.slug === null ? office : addresses.shopOrigin(sender.host ?? addresses.slugHost(sender.slug));
  const page =
    order === undefined ? (typeof path === 'string' && path.startsWith('/') ? path : '/') : `/orders/${order.order_no}`;
  return { url: `${origin}${page}`, expiresAt: null };
}

async function factsOf(
  tx: ServiceTx,
  row: DueMailRow,
  order: MailedOrder,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { orderId, refundId } = row.params;
  if (typeof orderId !== 'string') return {};
  if (order === undefined) return undefined;
  const lines = order.lines.map((line) => ({
    name: `${productNameOf(line, row.locale)} · ${skuNameOf(line, row.locale)}`,
    quantity: line.delivered,
  }));
  const refund = typeof refundId === 'string' ? await readMailedRefund(tx, refundId) : undefined;
  if (typeof refundId === 'string' && refund === undefined) return undefined;
  return {
    orderNumber: order.order_no,
    deliverAt: order.deliver_at,
    lines,
    ...(refund === undefined ? {} : { amount: money(refund.amount, parseCurrency(refund.currency)) }),
  };
}
