/** Invoices: the same lists, panels and acts for the wholesaler and for distributors. */
export { InvoiceFacts } from './invoice-facts.tsx';
export type { InvoiceSalesApi } from './invoice-sales-api.ts';
export { InvoiceTable } from './invoice-table.tsx';
export { InvoiceIssuerView } from './issuer-form.tsx';
export { InvoiceSalesView } from './sales-view.tsx';
