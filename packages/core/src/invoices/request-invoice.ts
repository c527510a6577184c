import type { InvoiceId } from '@keyfall/contracts';
import {
  INVOICE_NAMED_MAX,
  INVOICE_ORDERS_MAX,
  type BillableDto,
  type InvoiceRecipient,
  type InvoiceScope,
  type RequestedInvoiceDto,
} from '@keyfall/contracts/invoice-schemas';
import type { StatementPeriodDto } from '@keyfall/contracts/statement-schemas';
import { constraintOf, withRetry, type ServiceTx } from '@keyfall/db';
import { uuidv7 } from 'uuidv7';
import { recordAudit } from '../audit/index.ts';
import { asDistributor, asService, type BuyerPrincipal, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { moneyOf } from '../orders/index.ts';
import { MANY_ORDERS } from './invoice.rules.ts';
import { readHouseId } from './issuer-queries.ts';
import {
  findByClientRef,
  insertInvoice,
  listBillableOrders,
  readCurrency,
  readOwnOrders,
  type OrderChoice,
  type Payer,
  type RequestedRow,
} from './request-queries.ts';

interface InvoiceRequest {
  /** The caller's reference: the same request again answers with the same invoice. */
  readonly clientRef: string;
  readonly scope: InvoiceScope;
  readonly recipient: InvoiceRecipient;
}

/** What a distributor could have invoiced of what its wallet paid on these days. Read as the portal's role. */
export async function readBillable(
  ctx: Ctx<DistributorPrincipal>,
  input: { readonly period: StatementPeriodDto },
): Promise<BillableDto> {
  const payer = distributorPayer(ctx);
  return await asDistributor(ctx, async (tx) => {
    const currency = await readCurrency(tx);
    const choice: OrderChoice = { by: 'period', period: input.period, except: [] };
    const orders = await listBillableOrders(tx, payer, choice, {
      limit: INVOICE_ORDERS_MAX + 1,
      listed: INVOICE_NAMED_MAX,
    });
    const { count, total } = orders[0] ?? { count: 0, total: 0n };
    return {
      orders: orders.map((row) => ({
        orderNo: row.order_no,
        about: row.about,
        paidAt: row.paid_at.toISOString(),
        amount: moneyOf(row.left_amount, row.currency),
      })),
      count: Math.min(count, INVOICE_ORDERS_MAX),
      total: moneyOf(total, currency),
      isTooMany: count > INVOICE_ORDERS_MAX,
    };
  });
}

/**
 * A distributor asks the house for an invoice about purchases it paid: some by number, or all of a period that are in none
 * yet, but for some. As long as the request stands no other invoice can name its orders.
 * @throws DomainError not_found (order), invoice_already_issued, invoice_order_unfit, invoice_nothing_left,
 *   invoice_too_many_orders, currency_mismatch
 */
export async function requestInvoice(
  ctx: Ctx<DistributorPrincipal>,
  input: InvoiceRequest,
): Promise<RequestedInvoiceDto> {
  return await request(ctx, distributorPayer(ctx), ctx.principal.loginId, input);
}

/** A buyer asks the shop for an invoice about an order of his own. @throws DomainError as {@link requestInvoice} */
export async function requestBuyerInvoice(
  ctx: Ctx<BuyerPrincipal>,
  input: { readonly clientRef: string; readonly orderNo: string; readonly recipient: InvoiceRecipient },
): Promise<RequestedInvoiceDto> {
  const { buyerId, shopId, distributorId } = ctx.principal;
  const payer: Payer = { kind: 'buyer', buyerId, shopId, distributorId };
  const { clientRef, recipient, orderNo } = input;
  return await request(ctx, payer, buyerId, { clientRef, recipient, scope: { by: 'orders', orderNos: [orderNo] } });
}

function distributorPayer(ctx: Ctx<DistributorPrincipal>): Payer {
  return { kind: 'distributor', distributorId: ctx.principal.distributorId };
}

async function request(
  ctx: Ctx<DistributorPrincipal | BuyerPrincipal>,
  payer: Payer,
  requestedBy: string,
  { clientRef, scope, recipient }: InvoiceRequest,
): Promise<RequestedInvoiceDto> {
  const id = uuidv7() as InvoiceId;
  const choice: OrderChoice =
    scope.by === 'period'
      ? { by: 'period', period: scope.period, except: scope.except ?? [] }
      : { by: 'orders', orderNos: [...new Set(scope.orderNos)] };
  try {
    return await withRetry(() =>
      asService(
        ctx,
        async (tx): Promise<RequestedInvoiceDto> => {
          const before = await findByClientRef(tx, payer, clientRef);
          if (before !== undefined) return presentRequested(before);
          const { amount, orders, currencies, is_new } = await insertInvoice(tx, {
            id,
            clientRef,
            payer,
            issuerId: payer.kind === 'buyer' ? payer.distributorId : await readHouseId(tx),
            recipient,
            requestedBy,
            choice,
            limit: INVOICE_ORDERS_MAX,
          });
          if (!is_new) {
            // The same request at the same time was quicker, if it is there by now.
            const quicker = await findByClientRef(tx, payer, clientRef);
            if (quicker !== undefined) return presentRequested(quicker);
          }
          await assertWhole(tx, payer, choice, orders);
          const currency = onlyCurrency(currencies);
          await recordAudit(tx, ctx, {
            action: 'invoices.request',
            subjectKind: 'invoice',
            subjectId: id,
            data: { kind: recipient.kind, amount: amount.toString(), currency, orders },
          });
          return presentRequested({ id, amount, currency });
        },
        MANY_ORDERS,
      ),
    );
  } catch (error) {
    // Whoever names an order second, of any number at once, is told so by the index.
    if (constraintOf(error) === 'invoice_order_once')
      throw new DomainError('invoice_already_issued', {}, { cause: error });
    throw error;
  }
}

function presentRequested({ id, amount, currency }: RequestedRow): RequestedInvoiceDto {
  return { invoiceId: id, amount: moneyOf(amount, currency) };
}

/** @throws DomainError when the choice holds none, too many, or not each order that was named */
async function assertWhole(tx: ServiceTx, payer: Payer, choice: OrderChoice, orders: number): Promise<void> {
  if (orders > INVOICE_ORDERS_MAX) throw new DomainError('invoice_too_many_orders', { max: INVOICE_ORDERS_MAX });
  if (choice.by === 'period') {
    if (orders === 0) throw new DomainError('invoice_nothing_left');
    return;
  }
  const { orderNos } = choice;
  if (orders === orderNos.length) return;
  const own = await readOwnOrders(tx, payer, orderNos);
  if (own.length < orderNos.length) throw new DomainError('not_found', { what: 'order' });
  const unfit = own.find((row) => !row.is_billable);
  throw new DomainError('invoice_order_unfit', { orderNo: (unfit ?? own[0])?.order_no ?? '' });
}

function onlyCurrency([expected = '', given]: readonly string[]): string {
  if (given !== undefined) throw new DomainError('currency_mismatch', { expected, given });
  return expected;
}
