import { type InvoiceId, type InvoiceState, type Page } from '@keyfall/contracts';
import type { InvoiceDetailDto, InvoiceRowDto, IssuerInvoiceDetailDto } from '@keyfall/contracts/invoice-schemas';
import { parseRate, taxIncluded } from '@keyfall/money';
import type { ReadTx } from '@keyfall/db';
import { asDistributor, asShop, type BuyerPrincipal, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { moneyOf } from '../orders/index.ts';
import { pageOf, positionOf } from '../page-cursor.ts';
import { LISTED_ORDERS_MAX } from './invoice.rules.ts';
import { asIssuer, isStaff, type IssuerCtx } from './issuer-details.ts';
import { readIssuer } from './issuer-queries.ts';
import { presentDetail, presentInvoice } from './present-invoice.ts';
import {
  listInvoiceOrders,
  listInvoiceRows,
  listInvoiceSums,
  namesOfRecipients,
  type InvoiceOrderRow,
  type InvoiceReadTx,
  type InvoiceRow,
  type InvoiceSide,
  type InvoiceSumRow,
} from './read-queries.ts';

interface ListInput {
  readonly states?: readonly InvoiceState[] | undefined;
  readonly needsCredit?: boolean | undefined;
  readonly cursor?: string | null | undefined;
  readonly limit: number;
}

interface OneInput {
  readonly invoiceId: InvoiceId;
}

/** What others have asked the caller to invoice, newest first. @throws DomainError cursor_invalid */
export async function listIssuerInvoices(ctx: IssuerCtx, input: ListInput): Promise<Page<InvoiceRowDto>> {
  return await asIssuer(ctx, async (tx, id) => {
    const page = await readPage(tx, { side: 'issuer', id }, input);
    const names = isStaff(ctx)
      ? await namesOfRecipients(
          tx as ReadTx<'admin'>,
          page.rows.map((row) => row.id),
        )
      : new Map<string, string>();
    return { items: page.rows.map((row) => presentInvoice(row, names.get(row.id))), nextCursor: page.nextCursor };
  });
}

/** One of them, with the figures that issuing it would sign just now. @throws DomainError not_found */
export async function readIssuerInvoice(ctx: IssuerCtx, input: OneInput): Promise<IssuerInvoiceDetailDto> {
  return await asIssuer(ctx, async (tx, id) => {
    const side: InvoiceSide = { side: 'issuer', id };
    const row = await findRow(tx, side, input.invoiceId);
    const names = isStaff(ctx) ? await namesOfRecipients(tx as ReadTx<'admin'>, [row.id]) : new Map<string, string>();
    const lines = await readLines(tx, side, row);
    const issuer = await readIssuer(tx, id);
    const amount = [...lines.orders, ...lines.sums].reduce((sum, line) => sum + line.left_amount, 0n);
    const isOpen = row.state === 'requested' && issuer !== undefined && amount > 0n;
    return {
      ...presentDetail(row, lines, names.get(row.id)),
      toSign: isOpen
        ? {
            amount: moneyOf(amount, row.currency),
            taxRate: issuer.taxRate,
            taxAmount: moneyOf(taxIncluded(amount, parseRate(issuer.taxRate)), row.currency),
          }
        : null,
    };
  });
}

/** What a distributor has asked the house for, newest first. @throws DomainError cursor_invalid */
export async function listOwnInvoices(ctx: Ctx<DistributorPrincipal>, input: ListInput): Promise<Page<InvoiceRowDto>> {
  return await asDistributor(ctx, async (tx) => {
    const page = await readPage(tx, ownSide(ctx), input);
    return { items: page.rows.map((row) => presentInvoice(row)), nextCursor: page.nextCursor };
  });
}

/** One of its own. @throws DomainError not_found */
export async function readOwnInvoice(ctx: Ctx<DistributorPrincipal>, input: OneInput): Promise<InvoiceDetailDto> {
  return await asDistributor(ctx, async (tx) => {
    const row = await findRow(tx, ownSide(ctx), input.invoiceId);
    return presentDetail(row, await readLines(tx, ownSide(ctx), row));
  });
}

/** A buyer's own, newest first, of one order or of all. @throws DomainError cursor_invalid */
export async function listBuyerInvoices(
  ctx: Ctx<BuyerPrincipal>,
  input: ListInput & { readonly orderNo?: string | undefined },
): Promise<Page<InvoiceDetailDto>> {
  const side: InvoiceSide = { side: 'buyer', id: ctx.principal.buyerId };
  return await asShop(ctx, async (tx) => {
    const page = await readPage(tx, side, input, input.orderNo);
    const ordersOf = await listInvoiceOrders(
      tx,
      side,
      page.rows.map((row) => row.id),
    );
    const items = page.rows.map((row) => presentDetail(row, { orders: ordersOf(row.id), sums: [] }));
    return { items, nextCursor: page.nextCursor };
  });
}

export function ownSide(ctx: Ctx<DistributorPrincipal>): InvoiceSide {
  return { side: 'recipient', id: ctx.principal.distributorId };
}

export interface InvoiceLines {
  readonly orders: readonly InvoiceOrderRow[];
  readonly sums: readonly InvoiceSumRow[];
}

/** What an invoice is about: each order, or sums by days where they are too many to be read. */
export async function readLines(tx: InvoiceReadTx, side: InvoiceSide, row: InvoiceRow): Promise<InvoiceLines> {
  if (row.orders > LISTED_ORDERS_MAX) return { orders: [], sums: await listInvoiceSums(tx, side, row.id) };
  return { orders: (await listInvoiceOrders(tx, side, [row.id]))(row.id), sums: [] };
}

/** @throws DomainError not_found */
export async function findRow(tx: InvoiceReadTx, side: InvoiceSide, id: string): Promise<InvoiceRow> {
  const [row] = await listInvoiceRows(tx, side, { id, limit: 1 });
  if (row === undefined) throw new DomainError('not_found', { what: 'invoice' });
  return row;
}

async function readPage(
  tx: InvoiceReadTx,
  side: InvoiceSide,
  input: ListInput,
  orderNo?: string,
): Promise<{ readonly rows: readonly InvoiceRow[]; readonly nextCursor: string | null }> {
  const { states, needsCredit, limit } = input;
  const before = positionOf(input.cursor);
  const found = await listInvoiceRows(tx, side, { states, needsCredit, orderNo, before, limit: limit + 1 });
  const { page: rows, nextCursor } = pageOf(found, limit, (last) => [last.position, last.id]);
  return { rows, nextCursor };
}
