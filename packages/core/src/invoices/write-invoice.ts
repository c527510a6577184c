import type { InvoiceId, Locale } from '@keyfall/contracts';
import { parseCurrency } from '@keyfall/money';
import { asDistributor, asShop, type BuyerPrincipal, type Ctx, type DistributorPrincipal } from '../context.ts';
import { DomainError } from '../errors.ts';
import { plainDecimal } from '../orders/index.ts';
import type { InvoiceDocument } from './invoice.port.ts';
import { asIssuer, type IssuerCtx } from './issuer-details.ts';
import { issuerOf } from './present-invoice.ts';
import { findRow, ownSide, readLines } from './read-invoices.ts';
import { readTimezone, type InvoiceReadTx, type InvoiceSide } from './read-queries.ts';

interface FileRequest {
  readonly invoiceId: InvoiceId;
  readonly locale: Locale;
}

interface InvoiceFile {
  readonly name: string;
  readonly pieces: AsyncGenerator<Uint8Array, void, undefined>;
}

/** An invoice that the caller issued, as a PDF made while it is downloaded. @throws DomainError not_found, also when it is not issued */
export async function writeIssuerInvoice(ctx: IssuerCtx, request: FileRequest): Promise<InvoiceFile> {
  return fileOf(
    ctx,
    await asIssuer(ctx, (tx, id) => readDocument(tx, { side: 'issuer', id }, request.invoiceId)),
    request,
  );
}

/** An invoice issued to the distributor. @throws DomainError as {@link writeIssuerInvoice} */
export async function writeOwnInvoice(ctx: Ctx<DistributorPrincipal>, request: FileRequest): Promise<InvoiceFile> {
  return fileOf(ctx, await asDistributor(ctx, (tx) => readDocument(tx, ownSide(ctx), request.invoiceId)), request);
}

/** An invoice issued to the buyer. @throws DomainError as {@link writeIssuerInvoice} */
export async function writeBuyerInvoice(ctx: Ctx<BuyerPrincipal>, request: FileRequest): Promise<InvoiceFile> {
  const side: InvoiceSide = { side: 'buyer', id: ctx.principal.buyerId };
  return fileOf(ctx, await asShop(ctx, (tx) => readDocument(tx, side, request.invoiceId)), request);
}

function fileOf(ctx: Ctx, invoice: InvoiceDocument, { locale }: FileRequest): InvoiceFile {
  return { name: `invoice-${invoice.number}.pdf`, pieces: ctx.core.ports.invoices.pdf(invoice, locale) };
}

async function readDocument(tx: InvoiceReadTx, side: InvoiceSide, id: InvoiceId): Promise<InvoiceDocument> {
  const row = await findRow(tx, side, id);
  const { number, issued_at: issuedAt, tax_rate: taxRate, tax_amount: taxAmount } = row;
  if (number === null || issuedAt === null || taxRate === null || taxAmount === null)
    throw new DomainError('not_found', { what: 'invoice' });
  const { orders, sums } = await readLines(tx, side, row);
  const { period_from: from, period_until: until, decided_at: decidedAt, reason } = row;
  return {
    number,
    kind: row.kind,
    issuedAt,
    voided: row.state === 'void' && decidedAt !== null ? { at: decidedAt, reason: reason ?? '' } : null,
    timezone: await readTimezone(tx),
    issuer: issuerOf(row.issuer),
    recipient: {
      title: row.title,
      taxNumber: row.tax_number,
      address: row.address,
      phone: row.phone,
      bankName: row.bank_name,
      bankNumber: row.bank_number,
    },
    period: from === null || until === null ? null : { from, until },
    note: row.note,
    currency: parseCurrency(row.currency),
    amount: row.amount,
    taxRate: plainDecimal(taxRate),
    taxAmount,
    orders: orders.map(({ order_no: orderNo, about, paid_at: paidAt, amount }) => ({ orderNo, about, paidAt, amount })),
    sums: sums.map(({ from, until, about, orders: count, amount }) => ({ from, until, about, orders: count, amount })),
  };
}
