import type { InvoiceDocument, InvoiceWriter } from '../invoice.port.ts';

/** Invoices as plain lines: what a test of the numbers reads, without paper. */
export const plainInvoiceWriter: InvoiceWriter = { pdf: writeLines };

async function* writeLines(invoice: InvoiceDocument): AsyncGenerator<Uint8Array, void, undefined> {
  const { number, issuer, recipient, voided, amount, taxAmount } = invoice;
  yield await Promise.resolve(Buffer.from(`${number} ${issuer.legalName} to ${recipient.title}\n`));
  if (voided !== null) yield Buffer.from(`VOID ${voided.reason}\n`);
  for (const order of invoice.orders) yield Buffer.from(`${order.about} ${order.orderNo} ${order.amount}\n`);
  for (const { from, until, about, orders, amount: sum } of invoice.sums)
    yield Buffer.from(`${from} ${until} ${orders} ${about} ${sum}\n`);
  yield Buffer.from(`total ${amount} tax ${taxAmount}\n`);
}
