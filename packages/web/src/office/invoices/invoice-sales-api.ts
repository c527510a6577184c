import type {
  InvoiceRowDto,
  IssuerDetailsDto,
  IssuerInvoiceDetailDto,
  endInvoiceInputSchema,
  invoiceListInputSchema,
  issueInvoiceInputSchema,
  saveIssuerInputSchema,
} from '@keyfall/contracts/invoice-schemas';

type InputOf<Schema extends { readonly _zod: { readonly input: unknown } }> = Schema['_zod']['input'];
type EndInput = InputOf<typeof endInvoiceInputSchema>;

/** What others asked an issuer to invoice, as an app's server answers it; both back offices have the same. */
export interface InvoiceSalesApi {
  readonly canIssue: boolean;
  /** The house tells which distributor an invoice is for. */
  readonly isHouse: boolean;
  readonly list: (
    input: InputOf<typeof invoiceListInputSchema>,
  ) => Promise<{ readonly items: readonly InvoiceRowDto[]; readonly nextCursor: string | null }>;
  readonly read: (input: { readonly invoiceId: string }) => Promise<IssuerInvoiceDetailDto>;
  readonly issuer: () => Promise<IssuerDetailsDto | null>;
  readonly saveIssuer: (input: InputOf<typeof saveIssuerInputSchema>) => Promise<void>;
  readonly issue: (input: InputOf<typeof issueInvoiceInputSchema>) => Promise<{ readonly number: string }>;
  readonly refuse: (input: EndInput) => Promise<void>;
  readonly voidIt: (input: EndInput) => Promise<void>;
  readonly pdfOf: (invoiceId: string) => string;
  /** Its orders. */
  readonly csvOf: (invoiceId: string) => string;
}

/** The name of every query of invoices that the reader issues. */
export const SALES_KEY = 'invoice-sales';
