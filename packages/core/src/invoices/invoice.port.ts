import type { InvoiceKind, InvoiceSubject, Locale } from '@keyfall/contracts';
import type { InvoiceIssuerDto } from '@keyfall/contracts/invoice-schemas';
import type { CurrencyCode } from '@keyfall/money';

/** An issued invoice, as it is printed. Amounts are minor units and include tax. */
export interface InvoiceDocument {
  readonly number: string;
  readonly kind: InvoiceKind;
  readonly issuedAt: Date;
  /** Not valid any more, and why. */
  readonly voided: { readonly at: Date; readonly reason: string } | null;
  readonly timezone: string;
  readonly issuer: InvoiceIssuerDto;
  readonly recipient: {
    readonly title: string;
    readonly taxNumber: string | null;
    readonly address: string | null;
    readonly phone: string | null;
    readonly bankName: string | null;
    readonly bankNumber: string | null;
  };
  /** Local days of payment, both included. */
  readonly period: { readonly from: string; readonly until: string } | null;
  readonly note: string | null;
  readonly currency: CurrencyCode;
  readonly amount: bigint;
  /** Percent. */
  readonly taxRate: string;
  readonly taxAmount: bigint;
  /** Empty where they are too many to be read one by one. */
  readonly orders: readonly {
    readonly orderNo: string;
    readonly about: InvoiceSubject;
    readonly paidAt: Date;
    readonly amount: bigint;
  }[];
  /** Then this, by local days of payment, both included. */
  readonly sums: readonly {
    readonly from: string;
    readonly until: string;
    readonly about: InvoiceSubject;
    readonly orders: number;
    readonly amount: bigint;
  }[];
}

/** Writes invoices as files while they are downloaded; the numbers are stored, the file is not. */
export interface InvoiceWriter {
  pdf(invoice: InvoiceDocument, locale: Locale): AsyncGenerator<Uint8Array, void, undefined>;
}
