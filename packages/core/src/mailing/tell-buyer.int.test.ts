import type { SkuId } from '@keyfall/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spendToken } from '../access/index.ts';
import { asService, type BuyerPrincipal, type Core, type Ctx } from '../context.ts';
import {
  fulfilTopUp,
  listInbox,
  markInboxSeen,
  openOrderByPassword,
  requestOrderLink,
  revealCodes,
  sweepDeliver,
  sweepOutbox,
} from '../delivery/index.ts';
import { PortError } from '../errors.ts';
import type { OutgoingMail } from '../notifications/index.ts';
import {
  brokenInvariants,
  capturedEvent,
  payFor,
  placeFor,
  sendWebhook,
  startPaying,
  type TestOrder,
} from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { approveRefund, requestRefund, sweepRefunds, sweepSuspense } from '../payments/index.ts';
import { secret } from '../secret.ts';
import { sweepMails } from './index.ts';

let base: SaleWorld;
beforeAll(async () => {
  base = await createSaleWorld();
});
afterAll(() => base.close());

const MAIL = 'buyer@example.com';
const SECRET = 'K3Y-F4LL-5ECR3T';

interface MailRow {
  readonly id: string;
  readonly template: string;
  readonly state: string;
  readonly tries: number;
  readonly error_code: string | null;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Everything that follows a commit, as the worker does it. */
async function settle(world: SaleWorld, core: Core = world.core): Promise<void> {
  await sweepOutbox(core, world.tenantId, 'test');
  await sweepMails(core, world.tenantId, 'test');
}

async function mailsOf(world: SaleWorld): Promise<MailRow[]> {
  return await world.sql<MailRow>(
    'select id, template, state, tries, error_code, params from notify.mail where tenant_id = $1 order by created_at, id',
    [world.tenantId],
  );
}

async function alertsOf(world: SaleWorld): Promise<{ kind: string; subject: string; is_open: boolean }[]> {
  return await world.sql(
    'select kind, subject, closed_at is null as is_open from notify.alert where tenant_id = $1 order by created_at, id',
    [world.tenantId],
  );
}

async function inboxOf(buyer: Ctx<BuyerPrincipal>): Promise<string[]> {
  return (await listInbox(buyer, { limit: 50 })).items.map((item) => item.kind).toReversed();
}

/** The one-time token in a mail's link, which stands in both versions. */
function tokenIn(mail: OutgoingMail | undefined): string | undefined {
  const [inText, inHtml] = [mail?.text, mail?.html].map((body) => /\/find-order#([\w-]{20,})/.exec(body ?? '')?.[1]);
  return inText === inHtml ? inText : 'the two versions differ';
}

async function sold(
  options: { readonly account?: boolean } = {},
): Promise<{ world: SaleWorld; order: TestOrder; skuId: string }> {
  const world = await addTenantWorld(base.database);
  const skuId = await world.addSku();
  await world.addSecretCodes(skuId, [SECRET]);
  const buyer = await world.addBuyer(world.shop, options);
  const order = await placeFor(world, skuId, 1, { buyer, contact: { mail: MAIL, phone: '+86 138 0013 8000' } });
  await payFor(world, order, { fee: 0n });
  return { world, order, skuId };
}

describe('a delivered order', () => {
  it("is told in the inbox and by one mail in the shop's name, with a link that opens it and no code", async () => {
    const { world, order } = await sold();
    await revealCodes(order.buyer, { orderNo: order.orderNo, line: 1 });
    await settle(world);
    expect(await inboxOf(order.buyer)).toEqual(['order_delivered']);
    expect(world.outside.mails).toHaveLength(1);
    const [mail] = world.outside.mails;
    expect(mail).toMatchObject({
      to: MAIL,
      from: { name: `Shop ${world.shop.slug}`, address: 'no-reply@keyfall.test' },
    });
    expect(mail?.text).toContain(`http://${world.shop.slug}.localhost:4000/find-order#`);
    expect(mail?.text).toContain(order.orderNo);
    // Neither the goods nor anybody above the shop.
    for (const hidden of [SECRET, 'Test wholesaler', 'Level 1', 'Level 3'])
      expect(JSON.stringify(mail)).not.toContain(hidden);

    const [row] = await mailsOf(world);
    expect(row).toMatchObject({ template: 'order_delivered', state: 'sent', tries: 1, error_code: null });
    expect(Object.keys(row?.params ?? {}).toSorted()).toEqual(['orderId', 'tokenId']);
    const token = tokenIn(mail) ?? '';
    // The order stands behind the token, for whoever opens the link a second time.
    expect(mail?.text).toContain(`#${token}.${order.orderNo}`);
    const dump = await world.sql<{ all: string }>(
      `select concat((select string_agg(m::text, ' ') from notify.mail m), (select string_agg(b::text, ' ') from jobs.outbox b),
                     (select string_agg(t::text, ' ') from identity.one_time_token t)) as all`,
    );
    expect(dump[0]?.all).not.toContain(token);
    const spend = () => asService(order.buyer, (tx) => spendToken(tx, token, 'find_order'));
    expect(await spend()).toMatchObject({ buyer_ref: order.buyer.principal.buyerId, order_ref: order.orderId });
    expect(await spend()).toBeUndefined();
  });

  it('is told once, however often its message is handled and by however many at once', async () => {
    const { world, order } = await sold();
    await Promise.all([1, 2, 3].map(() => sweepOutbox(world.core, world.tenantId, 'test')));
    for (let crash = 0; crash < 2; crash += 1) {
      await world.sql('update jobs.outbox set done_at = null, next_try_at = app.now() where tenant_id = $1', [
        world.tenantId,
      ]);
      await sweepOutbox(world.core, world.tenantId, 'test');
    }
    await Promise.all([1, 2, 3].map(() => sweepMails(world.core, world.tenantId, 'test')));
    expect(await inboxOf(order.buyer)).toEqual(['order_delivered']);
    expect(world.outside.mails).toHaveLength(1);
  });

  it('leads an account to its login: no mailed link opens it', async () => {
    const { world, order } = await sold({ account: true });
    await settle(world);
    const [mail] = world.outside.mails;
    expect(mail?.text).toContain(`http://${world.shop.slug}.localhost:4000/orders/${order.orderNo}\n`);
    expect(tokenIn(mail)).toBeUndefined();
    const tokens = await world.sql('select from identity.one_time_token where tenant_ref = $1', [world.tenantId]);
    expect(tokens).toHaveLength(0);
  });

  it('of many parts is told when all are handed over, once', async () => {
    const world = await addTenantWorld(base.database);
    const skuId = await world.addSku({ columns: { max_per_order: 5_000 } });
    await world.addCodes(skuId, 1_500);
    const order = await placeFor(world, skuId, 1_500, { contact: { mail: MAIL, phone: null } });
    await payFor(world, order, { fee: 0n });
    await settle(world);
    expect(world.outside.mails).toHaveLength(0);
    await sweepDeliver(world.core, world.tenantId, 'test');
    await world.sql('update jobs.outbox set next_try_at = app.now() where tenant_id = $1', [world.tenantId]);
    await settle(world);
    expect(await inboxOf(order.buyer)).toEqual(['order_delivered']);
    expect(world.outside.mails.map((mail) => mail.subject)).toEqual([`Order ${order.orderNo} is delivered`]);
    expect(world.outside.mails[0]?.text).toContain('× 1,500');
  });
});

describe('a mail the transport does not take', () => {
  /** The world's core with a transport that fails as told, then works. */
  const failing = (world: SaleWorld, failures: PortError[]): Core => ({
    ...world.core,
    ports: {
      ...world.core.ports,
      mailer: {
        send: async (mail) => {
          const failure = failures.shift();
          if (failure !== undefined) throw failure;
          return await world.core.ports.mailer.send(mail);
        },
      },
    },
  });
  const down = (): PortError => new PortError('unreachable', { retryable: true });

  it('is tried again later, as the same mail with a link that works', async () => {
    const { world, order } = await sold();
    const core = failing(world, [down(), down()]);
    await settle(world, core);
    expect(await mailsOf(world)).toMatchObject([{ state: 'queued', tries: 1, error_code: 'unreachable' }]);
    // Not at once: a transport that is down is left alone for a while.
    await settle(world, core);
    expect(await mailsOf(world)).toMatchObject([{ state: 'queued', tries: 1 }]);
    for (let turn = 0; turn < 2; turn += 1) {
      await world.sql('update notify.mail set next_try_at = app.now() where tenant_id = $1', [world.tenantId]);
      await settle(world, core);
    }
    const [row] = await mailsOf(world);
    expect(row).toMatchObject({ state: 'sent', tries: 3, error_code: null });
    expect(world.outside.mails.map((mail) => mail.id)).toEqual([row?.id]);
    const token = tokenIn(world.outside.mails[0]) ?? '';
    expect(await asService(order.buyer, (tx) => spendToken(tx, token, 'find_order'))).toBeDefined();
  });

  it('is given up with an alert when it is refused for good, and holds up no other', async () => {
    const { world, skuId } = await sold();
    await world.addCodes(skuId, 1);
    await payFor(world, await placeFor(world, skuId, 1, { contact: { mail: MAIL, phone: null } }), { fee: 0n });
    await settle(world, failing(world, [new PortError('no such mailbox', { retryable: false })]));
    const rows = await mailsOf(world);
    expect(rows.map((row) => row.state).toSorted()).toEqual(['failed', 'sent']);
    const refused = rows.find((row) => row.state === 'failed');
    expect(await alertsOf(world)).toEqual([{ kind: 'mail.failed', subject: refused?.id, is_open: true }]);
  });
});

describe('a message that cannot be handled', () => {
  it('waits with its reason while others are handled', async () => {
    const { world, order } = await sold();
    await world.insert('jobs.outbox', { id: order.orderId, topic: 'of.tomorrow', dedupe: 'x', payload: '{}' });
    await settle(world);
    expect(await inboxOf(order.buyer)).toEqual(['order_delivered']);
    const open = await world.sql(
      'select tries, error_code, next_try_at > app.now() as waits from jobs.outbox where tenant_id = $1 and done_at is null',
      [world.tenantId],
    );
    expect(open).toEqual([{ tries: 1, error_code: 'nothing handles of.tomorrow', waits: true }]);
  });
});

describe('money that goes back', () => {
  it('is told when a refund is approved and when it has left, with its amount', async () => {
    const { world, order } = await sold();
    await settle(world);
    const { refundId } = await requestRefund(world.staff('support'), { orderNo: order.orderNo, reason: 'asked' });
    await settle(world);
    expect(await inboxOf(order.buyer)).toEqual(['order_delivered']);
    await approveRefund(world.staff('finance'), { refundId });
    await settle(world);
    expect(await inboxOf(order.buyer)).toEqual(['order_delivered', 'refund_requested']);
    expect(world.outside.mails).toHaveLength(1);
    await sweepRefunds(world.core, world.tenantId, 'test');
    await settle(world);
    expect(await inboxOf(order.buyer)).toEqual(['order_delivered', 'refund_requested', 'refund_done']);
    const [, mail] = world.outside.mails;
    expect(mail?.subject).toBe(`Refund of CN¥30.00 for order ${order.orderNo}`);
    expect(mail?.text).toContain('Your order was refunded');
    expect(tokenIn(mail)).toBeDefined();
  });

  it('because it came twice is told as such, and the order stays', async () => {
    const world = await addTenantWorld(base.database);
    const skuId = await world.addSku();
    await world.addCodes(skuId, 1);
    const order = await placeFor(world, skuId, 1, { contact: { mail: MAIL, phone: null } });
    const reference = await startPaying(world, order);
    const pay = () => capturedEvent(reference, world.outside.gateway.pay(reference));
    await sendWebhook(world, [pay(), pay()]);
    await sweepSuspense(world.core, world.tenantId, 'test');
    await settle(world);
    expect(await inboxOf(order.buyer)).toEqual(expect.arrayContaining(['order_delivered', 'refund_done']));
    const subjects = world.outside.mails.map((mail) => mail.subject);
    expect(subjects.toSorted()).toEqual([
      `A payment of CN¥30.00 for order ${order.orderNo} was sent back`,
      `Order ${order.orderNo} is delivered`,
    ]);
  });
});

describe('a top-up that waits for a person', () => {
  it('is told to the buyer as paid and to the back office as an alert, until it is done', async () => {
    const world = await addTenantWorld(base.database);
    const skuId = await world.addSku({ kind: 'top_up' });
    const order = await placeFor(world, skuId, 1, {
      lines: [{ skuId: skuId as SkuId, quantity: 1, account: { uid: '1234567' } }],
      contact: { mail: MAIL, phone: null },
    });
    await payFor(world, order, { fee: 0n });
    await settle(world);
    expect(await alertsOf(world)).toEqual([{ kind: 'order.manual_top_up', subject: order.orderNo, is_open: true }]);
    expect(await inboxOf(order.buyer)).toEqual(['order_paid']);
    expect(world.outside.mails[0]?.subject).toBe(`We received your payment for order ${order.orderNo}`);
    expect(JSON.stringify(world.outside.mails)).not.toContain('1234567');

    await fulfilTopUp(world.staff('operations'), { orderNo: order.orderNo, line: 1, units: 1, evidence: 'receipt 7' });
    await settle(world);
    expect(await alertsOf(world)).toEqual([{ kind: 'order.manual_top_up', subject: order.orderNo, is_open: false }]);
    expect(await inboxOf(order.buyer)).toEqual(['order_paid', 'order_delivered']);
    expect(world.outside.mails).toHaveLength(2);
    expect(JSON.stringify(world.outside.mails)).not.toContain('receipt 7');
  });
});

describe('somebody who looks for an order', () => {
  const find = async (world: SaleWorld, orderNo: string, contact: string, shop = world.shop) => {
    const visitor = world.ctx({
      kind: 'visitor' as const,
      tenantId: world.tenantId,
      shopId: shop.id,
      distributorId: shop.distributor.id,
    });
    const answer = await requestOrderLink(visitor, { orderNo, contact });
    await settle(world);
    return answer;
  };

  it.each(['buyer@example.com', ' Buyer@Example.com ', '+8613800138000', '+86 (138) 0013-8000'])(
    'gets a short-lived link by mail for the contact %j',
    async (contact) => {
      const { world, order } = await sold();
      await settle(world);
      world.outside.mails.length = 0;
      expect(await find(world, order.orderNo, contact)).toBeUndefined();
      expect(world.outside.mails).toMatchObject([{ to: MAIL }]);
      const token = tokenIn(world.outside.mails[0]) ?? '';
      await world.sql(
        `update identity.one_time_token set expires_at = expires_at - interval '15 minutes' where tenant_ref = $1`,
        [world.tenantId],
      );
      expect(await asService(order.buyer, (tx) => spendToken(tx, token, 'find_order'))).toBeUndefined();
    },
  );

  it('gets the same answer and no mail for a wrong contact, another shop or no such order', async () => {
    const { world, order } = await sold();
    const otherShop = await world.addShop(world.chain[1]!);
    await settle(world);
    world.outside.mails.length = 0;
    expect(await find(world, order.orderNo, 'other@example.com')).toBeUndefined();
    expect(await find(world, order.orderNo, '---')).toBeUndefined();
    expect(await find(world, order.orderNo, MAIL, otherShop)).toBeUndefined();
    expect(await find(world, '0000000000000000', MAIL)).toBeUndefined();
    expect(world.outside.mails).toEqual([]);
  });

  it('is led to the login for an order of an account', async () => {
    const { world, order } = await sold({ account: true });
    await settle(world);
    world.outside.mails.length = 0;
    await find(world, order.orderNo, MAIL);
    expect(world.outside.mails[0]?.text).toContain(`/orders/${order.orderNo}\n`);
    expect(world.outside.mails[0]?.text).toContain('asked to log in');
  });

  it("opens a guest's order with its query password only", async () => {
    const world = await addTenantWorld(base.database);
    const skuId = await world.addSku();
    await world.addCodes(skuId, 2);
    const order = await placeFor(world, skuId, 1, { queryPassword: secret('open sesame') });
    const without = await placeFor(world, skuId, 1);
    const ctx = order.buyer;
    const open = (orderNo: string, password: string) =>
      openOrderByPassword(ctx, { orderNo, queryPassword: secret(password) });
    expect(await open(order.orderNo, 'open sesame')).toEqual({
      buyerId: order.buyer.principal.buyerId,
      orderNo: order.orderNo,
    });
    for (const [orderNo, password] of [
      [order.orderNo, 'open barley'],
      [without.orderNo, 'open sesame'],
      [without.orderNo, ''],
      ['0000000000000000', 'open sesame'],
    ] as const)
      await expect(open(orderNo, password)).rejects.toMatchObject({ code: 'order_not_found' });
  });
});

describe('the inbox', () => {
  it("is a buyer's own, page by page, and counts what is unread", async () => {
    const { world, order } = await sold({ account: true });
    const { refundId } = await requestRefund(world.staff('support'), { orderNo: order.orderNo, reason: 'asked' });
    await approveRefund(world.staff('finance'), { refundId });
    await sweepRefunds(world.core, world.tenantId, 'test');
    await settle(world);
    const first = await listInbox(order.buyer, { limit: 2 });
    expect(first).toMatchObject({ unread: 3, items: [{ orderNo: order.orderNo, readAt: null }, {}] });
    const second = await listInbox(order.buyer, { limit: 2, cursor: first.nextCursor });
    expect(second).toMatchObject({ nextCursor: null, items: [{}] });
    const ids = [...first.items, ...second.items].map((item) => item.id);
    expect(new Set(ids).size).toBe(3);

    const other = await world.addBuyer(world.shop, { account: true });
    expect(await listInbox(other, { limit: 50 })).toEqual({ items: [], nextCursor: null, unread: 0 });
    await markInboxSeen(other, { ids });
    await markInboxSeen(other, {});
    expect((await listInbox(order.buyer, { limit: 50 })).unread).toBe(3);
    await markInboxSeen(order.buyer, { ids: ids.slice(0, 1) });
    expect((await listInbox(order.buyer, { limit: 50 })).unread).toBe(2);
    await markInboxSeen(order.buyer, {});
    expect((await listInbox(order.buyer, { limit: 50 })).unread).toBe(0);
  });
});

it('leaves every invariant of the ledger and of sales whole', async () => {
  expect(await brokenInvariants(base)).toEqual([]);
});
