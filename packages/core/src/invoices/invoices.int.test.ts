import type { InvoiceId } from '@keyfall/contracts';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ctx, DistributorPrincipal, StaffPrincipal } from '../context.ts';
import { isDomainError } from '../errors.ts';
import { sweepMails } from '../mailing/index.ts';
import { placeFor } from '../orders/testing/sale-steps.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import {
  getIssuer,
  issueInvoice,
  listBuyerInvoices,
  listIssuerInvoices,
  listOwnInvoices,
  readBillable,
  readIssuerInvoice,
  readOwnInvoice,
  refuseInvoice,
  requestBuyerInvoice,
  requestInvoice,
  saveIssuer,
  voidInvoice,
  writeBuyerInvoice,
  writeIssuerInvoice,
  writeOwnInvoice,
} from './index.ts';
import {
  ISSUER,
  RECIPIENT,
  addPortalLogin,
  askAsBuyer,
  askAsDistributor,
  giveBack,
  issueAsSeen,
  localDays,
  purchase,
  sell,
  textOf,
} from './testing/invoice-steps.ts';

let base: SaleWorld;
let world: SaleWorld;
let sku: string;
let seller: Ctx<DistributorPrincipal>;
let house: Ctx<StaffPrincipal>;
beforeAll(async () => {
  base = await createSaleWorld();
  world = await addTenantWorld(base.database);
  sku = await world.addSku();
  await world.addCodes(sku, 60);
  seller = world.distributorStaff(world.chain[2]!);
  house = world.staff('finance');
});
afterAll(() => base.close());

const year = async (): Promise<number> => {
  const [row] = await world.sql<{ year: number }>(
    `select extract(year from app.now() at time zone timezone)::integer as year from tenancy.tenant where tenant_id = $1`,
    [world.tenantId],
  );
  return row!.year;
};

describe('an invoice of a shop', () => {
  it('waits until the seller has said in whose name', async () => {
    const order = await sell(world, sku);
    const invoiceId = await askAsBuyer(order.buyer, order.orderNo);
    expect(await getIssuer(seller)).toBeNull();
    const signed = { amount: 3000n, taxAmount: 0n };
    await expect(issueInvoice(seller, { invoiceId, signed })).rejects.toMatchObject({ code: 'invoice_issuer_missing' });
    expect(await readIssuerInvoice(seller, { invoiceId })).toMatchObject({ toSign: null, isForBuyer: true });
    await saveIssuer(seller, ISSUER);
    expect(await getIssuer(seller)).toEqual(ISSUER);
    expect(await issueAsSeen(seller, invoiceId)).toBe(`${await year()}-000001`);
  });

  it('says the amount with its tax, and is read by both sides', async () => {
    const order = await sell(world, sku, 2);
    const invoiceId = await askAsBuyer(order.buyer, order.orderNo);
    const { toSign } = await readIssuerInvoice(seller, { invoiceId });
    // 60.00 at 6 %: 60 × 6 / 106 = 3.396…
    expect(toSign).toMatchObject({ amount: { amount: '60.00' }, taxRate: '6', taxAmount: { amount: '3.40' } });
    await expect(writeBuyerInvoice(order.buyer, { invoiceId, locale: 'en' })).rejects.toMatchObject({
      code: 'not_found',
    });
    const number = await issueAsSeen(seller, invoiceId);
    const { items } = await listBuyerInvoices(order.buyer, { orderNo: order.orderNo, limit: 5 });
    expect(items).toMatchObject([
      { id: invoiceId, state: 'issued', number, needsCredit: false, issuer: { legalName: 'Seller Ltd' } },
    ]);
    const paper = `${number} Seller Ltd to 星辰数码\norder ${order.orderNo} 6000\ntotal 6000 tax 340\n`;
    expect(await textOf(await writeBuyerInvoice(order.buyer, { invoiceId, locale: 'en' }))).toBe(paper);
    expect(await textOf(await writeIssuerInvoice(seller, { invoiceId, locale: 'en' }))).toBe(paper);
  });

  it('that is void keeps its number, says so, and sets the order free', async () => {
    const order = await sell(world, sku);
    const invoiceId = await askAsBuyer(order.buyer, order.orderNo);
    const number = await issueAsSeen(seller, invoiceId);
    await expect(askAsBuyer(order.buyer, order.orderNo)).rejects.toMatchObject({ code: 'invoice_already_issued' });
    await expect(refuseInvoice(seller, { invoiceId, reason: 'no' })).rejects.toMatchObject({
      code: 'invoice_state_conflict',
    });
    await voidInvoice(seller, { invoiceId, reason: 'wrong title' });
    expect(await textOf(await writeBuyerInvoice(order.buyer, { invoiceId, locale: 'en' }))).toContain(
      'VOID wrong title',
    );
    await expect(voidInvoice(seller, { invoiceId, reason: 'again' })).rejects.toMatchObject({
      code: 'invoice_state_conflict',
    });
    const second = await issueAsSeen(seller, await askAsBuyer(order.buyer, order.orderNo));
    expect(Number(second.slice(5))).toBe(Number(number.slice(5)) + 1);
  });

  it('that is refused sets the order free and says why', async () => {
    const order = await sell(world, sku);
    const invoiceId = await askAsBuyer(order.buyer, order.orderNo);
    await refuseInvoice(seller, { invoiceId, reason: 'tax number is wrong' });
    const { items } = await listBuyerInvoices(order.buyer, { limit: 5 });
    expect(items).toMatchObject([{ state: 'refused', reason: 'tax number is wrong', number: null }]);
    await askAsBuyer(order.buyer, order.orderNo);
  });

  it('needs an order that was paid and delivered', async () => {
    const order = await placeFor(world, sku);
    await expect(askAsBuyer(order.buyer, order.orderNo)).rejects.toMatchObject({
      code: 'invoice_order_unfit',
      params: { orderNo: order.orderNo },
    });
  });

  it('answers the same request with the same invoice', async () => {
    const order = await sell(world, sku);
    const request = { clientRef: uuidv7(), orderNo: order.orderNo, recipient: RECIPIENT };
    const first = await requestBuyerInvoice(order.buyer, request);
    expect(await requestBuyerInvoice(order.buyer, request)).toEqual(first);
  });
});

describe('refunds', () => {
  it('between request and issue change what is signed', async () => {
    const order = await sell(world, sku, 2);
    const invoiceId = await askAsBuyer(order.buyer, order.orderNo);
    await giveBack(world, order.orderNo, 1);
    const signed = { amount: 6000n, taxAmount: 340n };
    await expect(issueInvoice(seller, { invoiceId, signed })).rejects.toMatchObject({
      code: 'invoice_figures_changed',
    });
    await issueAsSeen(seller, invoiceId);
    expect(await readIssuerInvoice(seller, { invoiceId })).toMatchObject({
      amount: { amount: '30.00' },
      orderLines: [{ amount: { amount: '30.00' }, left: { amount: '30.00' } }],
    });
  });

  it('after issue are shown to the seller until the invoice is void', async () => {
    const order = await sell(world, sku, 2);
    const invoiceId = await askAsBuyer(order.buyer, order.orderNo);
    await issueAsSeen(seller, invoiceId);
    await giveBack(world, order.orderNo, 1);
    const listed = async () => (await listIssuerInvoices(seller, { needsCredit: true, limit: 50 })).items;
    expect(await listed()).toMatchObject([{ id: invoiceId, amount: { amount: '60.00' }, needsCredit: true }]);
    await voidInvoice(seller, { invoiceId, reason: 'money given back' });
    expect(await listed()).toEqual([]);
    await issueAsSeen(seller, await askAsBuyer(order.buyer, order.orderNo));
    expect(await listed()).toEqual([]);
  });

  it('of everything leave nothing to invoice', async () => {
    const order = await sell(world, sku);
    const invoiceId = await askAsBuyer(order.buyer, order.orderNo);
    await giveBack(world, order.orderNo, 1);
    const signed = { amount: 3000n, taxAmount: 170n };
    await expect(issueInvoice(seller, { invoiceId, signed })).rejects.toMatchObject({ code: 'invoice_nothing_left' });
    await refuseInvoice(seller, { invoiceId, reason: 'money given back' });
    await expect(askAsBuyer(order.buyer, order.orderNo)).rejects.toMatchObject({ code: 'invoice_order_unfit' });
  });
});

describe('an invoice of the house', () => {
  it('is about purchases by number or about a whole period, each once', async () => {
    await saveIssuer(house, { ...ISSUER, legalName: 'House Ltd', taxRate: '13' });
    const [one, two, three] = [
      await purchase(world, seller, sku),
      await purchase(world, seller, sku, 2),
      await purchase(world, seller, sku),
    ];
    const first = await askAsDistributor(seller, [one]);
    const period = await localDays(world, 0, 0);
    expect(await readBillable(seller, { period })).toMatchObject({
      orders: [{ orderNo: two }, { orderNo: three }],
      total: { amount: '78.00' },
    });
    const request = { clientRef: uuidv7(), recipient: RECIPIENT };
    const all = { ...request, scope: { by: 'period' as const, period } };
    await expect(
      requestInvoice(seller, { ...request, scope: { ...all.scope, except: [two, three] } }),
    ).rejects.toMatchObject({ code: 'invoice_nothing_left' });
    const some = { ...request, clientRef: uuidv7(), scope: { ...all.scope, except: [three] } };
    const refused = await requestInvoice(seller, some);
    expect(refused.amount.amount).toBe('52.00');
    await refuseInvoice(house, { invoiceId: refused.invoiceId as InvoiceId, reason: 'all of them, please' });
    // Pressed twice: one invoice, and both are told of it.
    const [asked, again] = await Promise.all([requestInvoice(seller, all), requestInvoice(seller, all)]);
    expect(again).toEqual(asked);
    expect(asked.amount.amount).toBe('78.00');
    const second = asked.invoiceId as InvoiceId;
    await expect(
      requestInvoice(seller, { clientRef: uuidv7(), scope: { by: 'period', period }, recipient: RECIPIENT }),
    ).rejects.toMatchObject({ code: 'invoice_nothing_left' });
    expect((await listIssuerInvoices(house, { states: ['requested'], limit: 10 })).items).toMatchObject([
      { id: second, orders: 2, orderNo: null, period, distributorName: 'Level 3' },
      { id: first, orders: 1, orderNo: one, period: null },
    ]);
    // One of the two is given back whole: it leaves the invoice.
    await giveBack(world, three, 1);
    const number = await issueAsSeen(house, second);
    expect(number).toBe(`${await year()}-000001`);
    const own = await readOwnInvoice(seller, { invoiceId: second });
    expect(own).toMatchObject({ amount: { amount: '52.00' }, orders: 1, issuer: { legalName: 'House Ltd' } });
    expect(await textOf(await writeOwnInvoice(seller, { invoiceId: second, locale: 'en' }))).toContain(
      `purchase ${two} 5200`,
    );
    expect((await listOwnInvoices(seller, { limit: 10 })).items.map((row) => row.id)).toEqual([
      second,
      refused.invoiceId,
      first,
    ]);
    const audit = await world.sql<{ action: string }>(
      `select action from audit.entry where tenant_id = $1 and subject_id = $2 order by created_at`,
      [world.tenantId, second],
    );
    expect(audit.map((row) => row.action)).toEqual(['invoices.request', 'invoices.issue']);
  });
});

describe('a purchase that a bonus paid in part', () => {
  it('is invoiced at what was paid with money, less what of it came back, cash first', async () => {
    // Two at 26.00, of which 10.00 were bonus: 42.00 were paid.
    const orderNo = await purchase(world, seller, sku, 2, 1_000);
    const billable = await readBillable(seller, { period: await localDays(world, 0, 0) });
    expect(billable.orders.find((row) => row.orderNo === orderNo)?.amount.amount).toBe('42.00');
    const invoiceId = await askAsDistributor(seller, [orderNo]);
    await issueAsSeen(house, invoiceId);
    const needing = async () =>
      (await listIssuerInvoices(house, { needsCredit: true, limit: 50 })).items.map(({ id }) => id);
    expect(await readOwnInvoice(seller, { invoiceId })).toMatchObject({
      amount: { amount: '42.00' },
      needsCredit: false,
      orderLines: [{ amount: { amount: '42.00' }, left: { amount: '42.00' } }],
    });
    expect(await needing()).not.toContain(invoiceId);
    await giveBack(world, orderNo, 1);
    expect(await needing()).toContain(invoiceId);
    await voidInvoice(house, { invoiceId, reason: 'one came back' });
    const second = await askAsDistributor(seller, [orderNo]);
    expect(await readIssuerInvoice(house, { invoiceId: second })).toMatchObject({
      toSign: { amount: { amount: '16.00' } },
    });
  });

  it('and by nothing else leaves nothing to invoice', async () => {
    const orderNo = await purchase(world, seller, sku, 1, 2_600);
    await expect(askAsDistributor(seller, [orderNo])).rejects.toMatchObject({ code: 'invoice_order_unfit' });
  });
});

describe('whoever asked', () => {
  const mails = async () => {
    await sweepMails(world.core, world.tenantId, 'test');
    return world.outside.mails.splice(0).filter(({ subject }) => /invoice|发票/i.test(subject));
  };

  it('is told by mail of each decision: a guest with a link into the order', async () => {
    await mails();
    const contact = { mail: 'guest@example.com', phone: null };
    const order = await sell(world, sku, 1, { contact });
    const invoiceId = await askAsBuyer(order.buyer, order.orderNo);
    expect(await mails()).toEqual([]);
    const number = await issueAsSeen(seller, invoiceId);
    const [issued] = await mails();
    expect(issued).toMatchObject({ to: 'guest@example.com', subject: `Your invoice is issued: ${number}` });
    expect(issued!.text).toContain('/find-order#');
    await voidInvoice(seller, { invoiceId, reason: 'wrong title' });
    expect((await mails()).map(({ subject, text }) => [subject, text.includes('wrong title')])).toEqual([
      [`Your invoice was made void: ${number}`, true],
    ]);
  });

  it('is the person of the distributor who asked, in its own language', async () => {
    await mails();
    await addPortalLogin(world, seller.principal, { mail: 'boss@level3.example', locale: 'zh-CN' });
    const invoiceId = await askAsDistributor(seller, [await purchase(world, seller, sku)]);
    await refuseInvoice(house, { invoiceId, reason: '税号有误' });
    const [told, ...others] = await mails();
    expect(others).toEqual([]);
    expect(told).toMatchObject({ to: 'boss@level3.example', subject: '发票申请未通过' });
    expect(told!.text).toContain('税号有误');
    expect(told!.text).toContain(`/invoices?open=${invoiceId}`);
  });
});

describe('others', () => {
  it('find nothing of it', async () => {
    const order = await sell(world, sku);
    const invoiceId = await askAsBuyer(order.buyer, order.orderNo);
    await issueAsSeen(seller, invoiceId);
    const bought = await purchase(world, seller, sku);
    const ofHouse = await askAsDistributor(seller, [bought]);
    const sibling = world.distributorStaff(await world.addDistributor(world.chain[1]!));
    const upline = world.distributorStaff(world.chain[1]!);
    const stranger = await world.addBuyer();
    const foreign = base.staff('finance');
    const refused = { code: 'not_found' };
    const signed = { amount: 3000n, taxAmount: 170n };
    for (const ctx of [sibling, upline, foreign, house]) {
      const one = { invoiceId };
      await expect(readIssuerInvoice(ctx, one)).rejects.toMatchObject(refused);
      await expect(writeIssuerInvoice(ctx, { ...one, locale: 'en' })).rejects.toMatchObject(refused);
      await expect(issueInvoice(ctx, { ...one, signed })).rejects.toMatchObject(refused);
      await expect(voidInvoice(ctx, { ...one, reason: 'mine' })).rejects.toMatchObject(refused);
    }
    for (const ctx of [sibling, upline]) {
      await expect(readOwnInvoice(ctx, { invoiceId: ofHouse })).rejects.toMatchObject(refused);
      await expect(askAsDistributor(ctx, [bought])).rejects.toMatchObject(refused);
      expect((await listIssuerInvoices(ctx, { limit: 10 })).items).toEqual([]);
    }
    // What it asked the house for is not its own to issue.
    await expect(refuseInvoice(seller, { invoiceId: ofHouse, reason: 'no' })).rejects.toMatchObject(refused);
    await expect(writeBuyerInvoice(stranger, { invoiceId, locale: 'en' })).rejects.toMatchObject(refused);
    await expect(askAsBuyer(stranger, order.orderNo)).rejects.toMatchObject(refused);
    // Orders of its shop were paid by buyers: they are no purchases of its own.
    await expect(askAsDistributor(seller, [order.orderNo])).rejects.toMatchObject(refused);
    expect((await listBuyerInvoices(stranger, { limit: 10 })).items).toEqual([]);
  });
});

describe('many at once', () => {
  it('one of all that name an order comes through', async () => {
    const orderNos = [await purchase(world, seller, sku), await purchase(world, seller, sku)];
    const tries = [
      orderNos,
      orderNos.toReversed(),
      orderNos.slice(1),
      orderNos,
      orderNos.slice(1),
      orderNos.toReversed(),
    ];
    const done = await Promise.allSettled(tries.map((numbers) => askAsDistributor(seller, numbers)));
    const lost = done.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(lost).toHaveLength(tries.length - 1);
    expect(lost.every((error) => isDomainError(error, 'invoice_already_issued'))).toBe(true);
  });

  it('numbers have no gap and no double', async () => {
    const orders = [];
    for (let n = 0; n < 5; n += 1) orders.push(await sell(world, sku));
    const asked = await Promise.all(orders.map((order) => askAsBuyer(order.buyer, order.orderNo)));
    // Each twice: the second of a pair is told that it is issued, and takes no number.
    const done = await Promise.allSettled([...asked, ...asked].map((invoiceId) => issueAsSeen(seller, invoiceId)));
    expect(done.filter((one) => one.status === 'fulfilled')).toHaveLength(asked.length);
    const rows = await world.sql<{ number: string }>(
      `select number from invoices.invoice where tenant_id = $1 and issuer_id = $2 and number is not null order by number`,
      [world.tenantId, seller.principal.distributorId],
    );
    expect(rows.map((row) => Number(row.number.slice(5)))).toEqual(rows.map((_, index) => index + 1));
  });
});
