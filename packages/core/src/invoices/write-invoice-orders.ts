import { NIL_UUID, type InvoiceId } from '@keyfall/contracts';
import { asDistributor, type Ctx, type DistributorPrincipal } from '../context.ts';
import { writeCsv } from '../inventory/index.ts';
import { moneyOf } from '../orders/index.ts';
import { asIssuer, type IssuerCtx } from './issuer-details.ts';
import { findRow, ownSide } from './read-invoices.ts';
import {
  listInvoiceOrdersAfter,
  type InvoiceFileRow,
  type InvoiceReadTx,
  type InvoiceRow,
  type InvoiceSide,
} from './read-queries.ts';

/** Orders read at a time; each time is a transaction of its own, so a long file holds nothing up. */
const ROWS_AT_A_TIME = 2000;
const HEAD = ['order_no', 'about', 'paid_at', 'currency', 'amount'];

interface OrdersFile {
  readonly name: string;
  readonly pieces: AsyncGenerator<Uint8Array, void, undefined>;
}

/** Runs a read on the caller's side of invoices. */
type Reader = <T>(work: (tx: InvoiceReadTx, side: InvoiceSide) => Promise<T>) => Promise<T>;

/** Every order of an invoice that the caller issues, as CSV made while it is downloaded. @throws DomainError not_found */
export async function writeIssuerInvoiceOrders(ctx: IssuerCtx, invoiceId: InvoiceId): Promise<OrdersFile> {
  return await fileOf((work) => asIssuer(ctx, (tx, id) => work(tx, { side: 'issuer', id })), invoiceId);
}

/** Of an invoice that the distributor asked for, likewise. @throws DomainError not_found */
export async function writeOwnInvoiceOrders(ctx: Ctx<DistributorPrincipal>, invoiceId: InvoiceId): Promise<OrdersFile> {
  return await fileOf((work) => asDistributor(ctx, (tx) => work(tx, ownSide(ctx))), invoiceId);
}

async function fileOf(read: Reader, invoiceId: InvoiceId): Promise<OrdersFile> {
  const invoice = await read((tx, side) => findRow(tx, side, invoiceId));
  return { name: `invoice-${invoice.number ?? 'requested'}.csv`, pieces: writeCsv(HEAD, rowsOf(read, invoice)) };
}

async function* rowsOf(read: Reader, { id, currency }: InvoiceRow): AsyncGenerator<string[], void, undefined> {
  for (let orderId: string | undefined = NIL_UUID; orderId !== undefined;) {
    const after: { readonly orderId: string; readonly limit: number } = { orderId, limit: ROWS_AT_A_TIME };
    const rows: readonly InvoiceFileRow[] = await read((tx, side) => listInvoiceOrdersAfter(tx, side, id, after));
    for (const { order_no, about, paid_at, amount } of rows)
      yield [order_no, about, paid_at.toISOString(), currency, moneyOf(amount, currency).amount];
    orderId = rows.length < ROWS_AT_A_TIME ? undefined : rows.at(-1)?.order_id;
  }
}
