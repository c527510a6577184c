import type { InvoiceId } from '@keyfall/contracts';
import {
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
import { readHouseId } from './issuer-queries.ts';
import {
  findByClientRef,
  insertInvoice,
  listBillableOrders,
  readCurrency,
  readOwnOrders,
  type PaidOrderRow,
  type Payer,
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
    const rows = await listBillableOrders(tx, payer, input.period, INVOICE_ORDERS_MAX + 1);
    const orders = rows.slice(0, INVOICE_ORDERS_MAX);
    return {
      orders: orders.map((row) => ({
        orderNo: row.order_no,
        about: row.about,
        paidAt: row.paid_at.toISOString(),
        amount: moneyOf(row.left_amount, row.currency),
      })),
      total: moneyOf(sumOf(orders), currency),
      isCut: rows.length > orders.length,
    };
  });
}

/**
 * A distributor asks the house for an invoice about purchases it paid: some by number, or all of a period that are in none
 * yet. As long as the request stands no other invoice can name its orders.
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
  try {
    return await withRetry(() =>
      asService(ctx, async (tx): Promise<RequestedInvoiceDto> => {
        const present = await findByClientRef(tx, payer, clientRef);
        if (present !== undefined) return { invoiceId: present.id, amount: moneyOf(present.amount, present.currency) };
        const orders = await ordersOf(tx, payer, scope);
        const currency = currencyOf(orders);
        const amount = sumOf(orders);
        await insertInvoice(tx, {
          id,
          clientRef,
          payer,
          issuerId: payer.kind === 'buyer' ? payer.distributorId : await readHouseId(tx),
          recipient,
          period: scope.by === 'period' ? scope.period : null,
          currency,
          amount,
          requestedBy,
          orders,
        });
        await recordAudit(tx, ctx, {
          action: 'invoices.request',
          subjectKind: 'invoice',
          subjectId: id,
          data: { kind: recipient.kind, amount: amount.toString(), currency, orders: orders.length },
        });
        return { invoiceId: id, amount: moneyOf(amount, currency) };
      }),
    );
  } catch (error) {
    // Whoever names an order second, of any number at once, is told so by the index.
    if (constraintOf(error) === 'invoice_order_once')
      throw new DomainError('invoice_already_issued', {}, { cause: error });
    throw error;
  }
}

async function ordersOf(tx: ServiceTx, payer: Payer, scope: InvoiceScope): Promise<readonly PaidOrderRow[]> {
  if (scope.by === 'period') {
    const rows = await listBillableOrders(tx, payer, scope.period, INVOICE_ORDERS_MAX + 1);
    if (rows.length === 0) throw new DomainError('invoice_nothing_left');
    if (rows.length > INVOICE_ORDERS_MAX) throw new DomainError('invoice_too_many_orders', { max: INVOICE_ORDERS_MAX });
    // In the order in which every request names them, so that two of them wait and do not lock each other out.
    return rows.toSorted((left, right) => (left.id < right.id ? -1 : 1));
  }
  const orderNos = [...new Set(scope.orderNos)];
  const rows = await readOwnOrders(tx, payer, orderNos);
  if (rows.length < orderNos.length) throw new DomainError('not_found', { what: 'order' });
  const unfit = rows.find((row) => !row.is_billable);
  if (unfit !== undefined) throw new DomainError('invoice_order_unfit', { orderNo: unfit.order_no });
  return rows;
}

function currencyOf(orders: readonly PaidOrderRow[]): string {
  const [expected = '', given] = new Set(orders.map((order) => order.currency));
  if (given !== undefined) throw new DomainError('currency_mismatch', { expected, given });
  return expected;
}

function sumOf(orders: readonly PaidOrderRow[]): bigint {
  return orders.reduce((sum, order) => sum + order.left_amount, 0n);
}
