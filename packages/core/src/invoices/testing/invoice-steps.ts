import type { DistributorId, InvoiceId, Locale, RefundId, SkuId } from '@keyfall/contracts';
import type { InvoiceRecipient, SaveIssuerInput } from '@keyfall/contracts/invoice-schemas';
import { parseMinor } from '@keyfall/money';
import { uuidv7 } from 'uuidv7';
import type { BuyerPrincipal, Ctx, DistributorPrincipal } from '../../context.ts';
import { payFor, placeFor } from '../../orders/testing/sale-steps.ts';
import type { SaleWorld } from '../../orders/testing/sale-world.ts';
import { approveRefund, requestRefund } from '../../payments/index.ts';
import { placePurchase, quotePurchase } from '../../purchases/index.ts';
import { issueInvoice, readIssuerInvoice, requestBuyerInvoice, requestInvoice } from '../index.ts';
import type { IssuerCtx } from '../issuer-details.ts';

const NIL = '00000000-0000-0000-0000-000000000000';

export const RECIPIENT: InvoiceRecipient = {
  kind: 'ordinary',
  title: '星辰数码',
  taxNumber: '91310000MA1K00000X',
  address: null,
  phone: null,
  bankName: null,
  bankNumber: null,
  mail: null,
  note: null,
};

export const ISSUER: SaveIssuerInput = {
  legalName: 'Seller Ltd',
  taxNumber: '91440300MA5G00000Y',
  address: null,
  phone: null,
  bankName: null,
  bankNumber: null,
  taxRate: '6',
};

/** A paid and delivered order of a new buyer. */
export async function sell(world: SaleWorld, skuId: string, quantity = 1, change: Parameters<typeof placeFor>[3] = {}) {
  const order = await placeFor(world, skuId, quantity, change);
  await payFor(world, order, { fee: 0n });
  return order;
}

/** A distributor's purchase from its wallet, which is filled first, also with so much bonus; answers its number. */
export async function purchase(
  world: SaleWorld,
  by: Ctx<DistributorPrincipal>,
  skuId: string,
  quantity = 1,
  bonus = 0,
): Promise<string> {
  for (const [purse, amount] of [['2040', 100_000] as const, ['2041', bonus] as const]) {
    if (amount === 0) continue;
    await world.sql(
      `select ledger.post($1, gen_random_uuid(), $2, 'adjustment', 'CNY', array['3010', $5], array[$3, $4]::uuid[], array[$6::bigint, -$6::bigint])`,
      [world.tenantId, `test:${uuidv7()}`, NIL, by.principal.distributorId satisfies DistributorId, purse, amount],
    );
  }
  const lines = [{ skuId: skuId as SkuId, quantity }];
  const { total } = await quotePurchase(by, lines);
  const expectedTotal = parseMinor(total?.amount ?? '0.00', 'CNY');
  const placed = await placePurchase(by, { clientRef: uuidv7(), lines, expectedTotal, currency: 'CNY' });
  return placed.orderNo;
}

/** Copies a purchase and its charge so many times, paid on as many days as are given, back from today. */
export async function copyPurchase(world: SaleWorld, orderNo: string, copies: number, days: number): Promise<void> {
  await world.sql(
    `with copy as (
       insert into orders.sales_order
       select (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(), 'client_ref', 'copy:' || o.id || n,
                 'order_no', upper(lpad(to_hex(n), 16, '0')), 'paid_at', o.paid_at - make_interval(days => n % $4)))).*
         from orders.sales_order o cross join generate_series(1, $3) n where o.tenant_id = $1 and o.order_no = $2
       returning id)
     insert into wallet.charge
     select (jsonb_populate_record(c, jsonb_build_object('order_id', copy.id))).*
       from copy cross join orders.sales_order o join wallet.charge c on c.order_id = o.id where o.tenant_id = $1 and o.order_no = $2`,
    [world.tenantId, orderNo, copies, days],
  );
  // As the server does by itself in time: joins of tables it knows nothing of compare each row with each.
  await world.sql('analyze orders.sales_order, wallet.charge', []);
}

/** Money of delivered units goes back. */
export async function giveBack(world: SaleWorld, orderNo: string, delivered: number): Promise<void> {
  const units = [{ line: 1, delivered, undelivered: 0 }];
  const { refundId } = await requestRefund(world.staff('support'), { orderNo, units, reason: 'test' });
  await approveRefund(world.staff('finance'), { refundId: refundId as RefundId });
}

export async function askAsBuyer(buyer: Ctx<BuyerPrincipal>, orderNo: string): Promise<InvoiceId> {
  const asked = await requestBuyerInvoice(buyer, { clientRef: uuidv7(), orderNo, recipient: RECIPIENT });
  return asked.invoiceId as InvoiceId;
}

export async function askAsDistributor(by: Ctx<DistributorPrincipal>, orderNos: readonly string[]): Promise<InvoiceId> {
  const scope = { by: 'orders' as const, orderNos: [...orderNos] };
  const asked = await requestInvoice(by, { clientRef: uuidv7(), scope, recipient: RECIPIENT });
  return asked.invoiceId as InvoiceId;
}

/** Looks at the figures and signs them. */
export async function issueAsSeen(ctx: IssuerCtx, invoiceId: InvoiceId): Promise<string> {
  const { toSign } = await readIssuerInvoice(ctx, { invoiceId });
  if (toSign === null) throw new Error('nothing to sign');
  const signed = {
    amount: parseMinor(toSign.amount.amount, 'CNY'),
    taxAmount: parseMinor(toSign.taxAmount.amount, 'CNY'),
  };
  return (await issueInvoice(ctx, { invoiceId, signed })).number;
}

/** Gives the person of a principal a login of the portal, as an invitation would. */
export async function addPortalLogin(
  world: SaleWorld,
  { loginId, membershipId, distributorId }: DistributorPrincipal,
  login: { readonly mail: string; readonly locale: Locale },
): Promise<void> {
  await world.sql(
    `with login as (
       insert into identity.login (key, id, mail, name, locale) values (encode(sha256(convert_to($2, 'UTF8')), 'hex'), $1, $2, 'Boss', $3) returning key)
     insert into identity.membership (login_key, tenant_ref, audience, distributor_ref, role, id)
     select key, $4, 'portal', $5, 'owner', $6 from login`,
    [loginId, login.mail, login.locale, world.tenantId, distributorId, membershipId],
  );
}

/** Local days of the tenant, counted from today. */
export async function localDays(
  world: SaleWorld,
  from: number,
  until: number,
): Promise<{ readonly from: string; readonly until: string }> {
  const [row] = await world.sql<{ from: string; until: string }>(
    `select ((app.now() at time zone timezone)::date + $2::integer)::text as from, ((app.now() at time zone timezone)::date + $3::integer)::text as until
       from tenancy.tenant where tenant_id = $1`,
    [world.tenantId, from, until],
  );
  return row!;
}

export async function textOf(file: { readonly pieces: AsyncIterable<Uint8Array> }): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of file.pieces) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
