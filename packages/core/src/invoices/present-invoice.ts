import type { InvoiceDetailDto, InvoiceIssuerDto, InvoiceRowDto } from '@keyfall/contracts/invoice-schemas';
import { isoOrNull, moneyOf, plainDecimalOrNull, dataOf } from '../orders/index.ts';
import type { InvoiceOrderRow, InvoiceRow, InvoiceSumRow } from './read-queries.ts';

export function presentInvoice(row: InvoiceRow, distributorName: string | null = null): InvoiceRowDto {
  const { currency, period_from: from, period_until: until } = row;
  return {
    id: row.id,
    state: row.state,
    kind: row.kind,
    number: row.number,
    title: row.title,
    distributorName,
    isForBuyer: row.is_for_buyer,
    amount: moneyOf(row.amount, currency),
    taxAmount: row.tax_amount === null ? null : moneyOf(row.tax_amount, currency),
    orders: row.orders,
    orderNo: row.order_no,
    period: from === null || until === null ? null : { from, until },
    needsCredit: row.needs_credit,
    requestedAt: row.created_at.toISOString(),
    issuedAt: isoOrNull(row.issued_at),
  };
}

export function presentDetail(
  row: InvoiceRow,
  { orders, sums }: { readonly orders: readonly InvoiceOrderRow[]; readonly sums: readonly InvoiceSumRow[] },
  distributorName: string | null = null,
): InvoiceDetailDto {
  return {
    ...presentInvoice(row, distributorName),
    taxNumber: row.tax_number,
    address: row.address,
    phone: row.phone,
    bankName: row.bank_name,
    bankNumber: row.bank_number,
    mail: row.mail,
    note: row.note,
    taxRate: plainDecimalOrNull(row.tax_rate),
    issuer: row.issuer === null ? null : issuerOf(row.issuer),
    reason: row.reason,
    decidedAt: isoOrNull(row.decided_at),
    orderLines: orders.map((order) => ({
      orderNo: order.order_no,
      about: order.about,
      paidAt: order.paid_at.toISOString(),
      amount: moneyOf(order.amount, row.currency),
      left: moneyOf(order.left_amount, row.currency),
    })),
    sums: sums.map((sum) => ({
      from: sum.from,
      until: sum.until,
      about: sum.about,
      orders: sum.orders,
      amount: moneyOf(sum.amount, row.currency),
      left: moneyOf(sum.left_amount, row.currency),
    })),
  };
}

/** The issuer as it was frozen. */
export function issuerOf(stored: unknown): InvoiceIssuerDto {
  const data = dataOf(stored);
  const text = (key: keyof InvoiceIssuerDto): string | null => {
    const value = data[key];
    return typeof value === 'string' ? value : null;
  };
  return {
    legalName: text('legalName') ?? '',
    taxNumber: text('taxNumber') ?? '',
    address: text('address'),
    phone: text('phone'),
    bankName: text('bankName'),
    bankNumber: text('bankNumber'),
  };
}
