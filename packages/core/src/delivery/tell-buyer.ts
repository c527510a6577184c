import type { ServiceTx } from '@keyfall/db';
import { formatMinor, isCurrencyCode } from '@keyfall/money';
import { insertOneTimeToken } from '../access/index.ts';
import type { OutboxTopic } from '../jobs/index.ts';
import { closeAlert, queueMail, raiseAlert } from '../notifications/index.ts';
import { insertInboxItem } from './inbox-queries.ts';
import {
  findOrderByContact,
  readCanceller,
  readToldOrder,
  readToldRefund,
  type ToldOrderRow,
} from './outbox-queries.ts';

/** A mailed link opens a guest's order this long, once; after that "find my order" makes a new one. */
const ORDER_LINK_SECONDS = 30 * 24 * 60 * 60;
const FIND_LINK_SECONDS = 15 * 60;

type Payload = Readonly<Record<string, unknown>>;
/** Answers whether it is done with the message, or wants to see it again in a moment; that only while it may wait. */
type Handler = (tx: ServiceTx, tenantId: string, payload: Payload, mayWait: boolean) => Promise<'done' | 'later'>;

/** What happens for each topic after the commit that wrote it. Every handler may run twice. */
export const OUTBOX_HANDLERS: Readonly<Record<OutboxTopic, Handler>> = {
  'order.paid': async (tx, tenantId, payload, mayWait) => {
    const order = await orderOf(tx, payload);
    if (order === undefined) return 'done';
    await watchManualWork(tx, order);
    if (order.is_under_way && mayWait) return 'later';
    if (order.delivered > 0) await tellDelivered(tx, tenantId, order);
    else await tellPaid(tx, tenantId, order);
    return 'done';
  },
  'order.delivered': async (tx, tenantId, payload, mayWait) => {
    const order = await orderOf(tx, payload);
    if (order === undefined) return 'done';
    await watchManualWork(tx, order);
    if (order.is_under_way && mayWait) return 'later';
    await tellDelivered(tx, tenantId, order);
    return 'done';
  },
  'order.closed': async (tx, tenantId, payload) => {
    const order = await orderOf(tx, payload);
    // Money that came late may have paid it after all.
    if (order === undefined || order.state !== 'closed') return 'done';
    const canceller = await readCanceller(tx, order);
    // Whoever gave up the order himself knows.
    if (canceller !== 'buyer') await tellClosed(tx, tenantId, order, canceller === 'shop');
    return 'done';
  },
  'refund.approved': async (tx, _tenantId, payload) => {
    const found = await refundOf(tx, payload);
    if (found === undefined) return 'done';
    const { order, refund } = found;
    await watchManualWork(tx, order);
    await tellInbox(tx, order, 'refund_requested', `refund_approved:${refund.id}`, amountParams(refund));
    return 'done';
  },
  'refund.done': async (tx, tenantId, payload) => {
    const found = await refundOf(tx, payload);
    if (found === undefined) return 'done';
    const { order, refund } = found;
    await tellInbox(tx, order, 'refund_done', `refund_done:${refund.id}`, amountParams(refund));
    if (order.contact_mail === null || !isCurrencyCode(refund.currency)) return 'done';
    const isReturned = refund.kind === 'suspense';
    await queueMail(tx, tenantId, {
      template: isReturned ? 'money_returned' : 'order_refunded',
      recipient: order.contact_mail,
      locale: order.locale,
      params: {
        orderId: order.id,
        refundId: refund.id,
        isWhole: order.refunded === order.amount,
        ...(await linkParams(tx, tenantId, order)),
      },
      shopId: order.shop_id,
      dedupe: `order_refunded:${refund.id}`,
    });
    return 'done';
  },
  'order.find': async (tx, tenantId, payload) => {
    const { shop_id: shopId, order_no: orderNo, contact } = payload;
    if (typeof shopId !== 'string' || typeof orderNo !== 'string' || typeof contact !== 'string') return 'done';
    const order = await findOrderByContact(tx, { shopId, orderNo, contact });
    // Without a mail address there is nowhere safe to send a link to.
    if (order === undefined || order.contact_mail === null) return 'done';
    const isGuest = order.buyer_kind === 'guest';
    // An account's order is opened by signing in: its mail only leads there.
    const token = isGuest
      ? await insertOneTimeToken(tx, {
          purpose: 'find_order',
          tenantId,
          validSeconds: FIND_LINK_SECONDS,
          shopId,
          buyerId: order.buyer_id,
          orderId: order.id,
        })
      : undefined;
    await queueMail(tx, tenantId, {
      template: 'find_order',
      recipient: order.contact_mail,
      locale: order.locale,
      params: { orderId: order.id, ...(token === undefined ? {} : { tokenId: token.id }) },
      shopId,
      dedupe: `find_order:${token?.id ?? String(payload['ask'])}`,
    });
    return 'done';
  },
};

async function orderOf(tx: ServiceTx, payload: Payload): Promise<ToldOrderRow | undefined> {
  const { order_id: orderId } = payload;
  return typeof orderId === 'string' ? await readToldOrder(tx, orderId) : undefined;
}

async function refundOf(tx: ServiceTx, payload: Payload) {
  const { refund_id: refundId } = payload;
  const refund = typeof refundId === 'string' ? await readToldRefund(tx, refundId) : undefined;
  if (refund === undefined || refund.order_id === null) return undefined;
  const order = await readToldOrder(tx, refund.order_id);
  return order === undefined ? undefined : { order, refund };
}

function amountParams(refund: { readonly amount: bigint; readonly currency: string }) {
  const { amount, currency } = refund;
  return { amount: isCurrencyCode(currency) ? formatMinor(amount, currency) : amount.toString(), currency };
}

/** Tells that goods are there: once when all of them are, and for parts of an order at most once an hour. */
async function tellDelivered(tx: ServiceTx, tenantId: string, order: ToldOrderRow): Promise<void> {
  const isWhole = order.state === 'delivered';
  const dedupe = `order_delivered:${order.id}:${isWhole ? 'all' : order.hour}`;
  await tellInbox(tx, order, isWhole ? 'order_delivered' : 'order_partly_delivered', dedupe);
  await mailDelivered(tx, tenantId, order, dedupe);
}

/** Money came and nothing could be handed over yet. */
async function tellPaid(tx: ServiceTx, tenantId: string, order: ToldOrderRow): Promise<void> {
  const kind = order.state === 'in_review' ? 'order_in_review' : 'order_paid';
  const dedupe = `order_paid:${order.id}`;
  await tellInbox(tx, order, kind, dedupe);
  if (order.contact_mail === null) return;
  await queueMail(tx, tenantId, {
    template: 'order_paid',
    recipient: order.contact_mail,
    locale: order.locale,
    params: { orderId: order.id, ...(await linkParams(tx, tenantId, order)) },
    shopId: order.shop_id,
    dedupe,
  });
}

/** The hold of an order is over: it was not paid in time, or the shop gave it up. */
async function tellClosed(tx: ServiceTx, tenantId: string, order: ToldOrderRow, isByShop: boolean): Promise<void> {
  const dedupe = `order_closed:${order.id}`;
  await tellInbox(tx, order, isByShop ? 'order_closed' : 'order_unpaid', dedupe);
  if (order.contact_mail === null) return;
  await queueMail(tx, tenantId, {
    template: 'order_closed',
    recipient: order.contact_mail,
    locale: order.locale,
    params: { orderId: order.id, isByShop, ...(await linkParams(tx, tenantId, order)) },
    shopId: order.shop_id,
    dedupe,
  });
}

/** Queues the mail with the link to a delivered order; the codes are never in it. */
export async function mailDelivered(
  tx: ServiceTx,
  tenantId: string,
  order: ToldOrderRow,
  dedupe: string,
): Promise<boolean> {
  if (order.contact_mail === null) return false;
  return await queueMail(tx, tenantId, {
    template: 'order_delivered',
    recipient: order.contact_mail,
    locale: order.locale,
    params: { orderId: order.id, ...(await linkParams(tx, tenantId, order)) },
    shopId: order.shop_id,
    dedupe,
  });
}

/** A guest's mail holds a link of its own; an account's leads to the order's page behind its login. */
async function linkParams(tx: ServiceTx, tenantId: string, order: ToldOrderRow): Promise<{ tokenId?: string }> {
  if (order.buyer_kind !== 'guest' || order.shop_id === null || order.buyer_id === null) return {};
  const token = await insertOneTimeToken(tx, {
    purpose: 'find_order',
    tenantId,
    validSeconds: ORDER_LINK_SECONDS,
    shopId: order.shop_id,
    buyerId: order.buyer_id,
    orderId: order.id,
  });
  return { tokenId: token.id };
}

async function tellInbox(
  tx: ServiceTx,
  order: ToldOrderRow,
  kind: string,
  dedupe: string,
  params: Readonly<Record<string, string>> = {},
): Promise<void> {
  if (order.buyer_id === null || order.shop_id === null) return;
  await insertInboxItem(tx, {
    buyerId: order.buyer_id,
    shopId: order.shop_id,
    kind,
    orderId: order.id,
    params,
    dedupe,
  });
}

/** A top-up by hand waits for a person: the back office sees it until nothing waits any more. */
async function watchManualWork(tx: ServiceTx, order: ToldOrderRow): Promise<void> {
  const isOpen = order.manual_open > 0 && ['paid', 'fulfilling', 'partly_delivered'].includes(order.state);
  if (isOpen)
    await raiseAlert(tx, {
      kind: 'order.manual_top_up',
      subject: order.order_no,
      params: { units: order.manual_open },
    });
  else await closeAlert(tx, 'order.manual_top_up', order.order_no);
}
