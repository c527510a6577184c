export type { InvoiceDocument, InvoiceWriter } from './invoice.port.ts';
export { INVOICE_MOVES } from './invoice.rules.ts';
export { issueInvoice, refuseInvoice, voidInvoice } from './decide-invoice.ts';
export { getIssuer, saveIssuer } from './issuer-details.ts';
export {
  listBuyerInvoices,
  listIssuerInvoices,
  listOwnInvoices,
  readIssuerInvoice,
  readOwnInvoice,
} from './read-invoices.ts';
export { readBillable, requestBuyerInvoice, requestInvoice } from './request-invoice.ts';
export { writeIssuerInvoiceOrders, writeOwnInvoiceOrders } from './write-invoice-orders.ts';
export { writeBuyerInvoice, writeIssuerInvoice, writeOwnInvoice } from './write-invoice.ts';
