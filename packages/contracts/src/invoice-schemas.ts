/** What shop, portal and back office exchange about invoices. Amounts include tax. */
import { z } from 'zod';
import { invoiceIdSchema } from './id-schemas.ts';
import { INVOICE_KINDS, INVOICE_SUBJECTS } from './kinds.ts';
import { moneyDtoSchema, nonNegativeMoneySchema, percentSchema, positiveMoneySchema } from './money-schemas.ts';
import { orderNoSchema } from './order-shop-schemas.ts';
import { pageInputSchema } from './pagination-schemas.ts';
import { statementPeriodSchema } from './statement-schemas.ts';
import { INVOICE_STATES } from './states.ts';

/** Orders of one invoice at most: what a large distributor pays in a month, signed and written in one transaction. */
export const INVOICE_ORDERS_MAX = 20_000;
/** Orders that are named one by one, or listed to choose from, at most. */
export const INVOICE_NAMED_MAX = 500;

const id = z.string();
const at = z.string();
const reason = z.string().trim().min(1).max(500);
const optional = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .nullish()
    .transform((text) => (text == null || text === '' ? null : text));

const mail = z
  .union([z.literal(''), z.string().trim().toLowerCase().max(254).pipe(z.email())])
  .nullish()
  .transform((text) => (text == null || text === '' ? null : text));

/** In whose name: what the recipient wants to read on it. */
const recipientFields = {
  kind: z.enum(INVOICE_KINDS),
  title: z.string().trim().min(1).max(200),
  taxNumber: optional(40),
  address: optional(300),
  phone: optional(40),
  bankName: optional(120),
  bankNumber: optional(60),
  mail,
  note: optional(500),
};
/** A special invoice, from which the recipient deducts tax, asks for all that the tax office wants to know. */
const NEEDED_FOR_SPECIAL = ['taxNumber', 'address', 'phone', 'bankName', 'bankNumber'] as const;

export const invoiceRecipientSchema = z.object(recipientFields).superRefine((given, check) => {
  if (given.kind !== 'special') return;
  for (const field of NEEDED_FOR_SPECIAL) {
    if (given[field] === null) check.addIssue({ code: 'custom', message: 'required', path: [field] });
  }
});
export type InvoiceRecipient = z.output<typeof invoiceRecipientSchema>;

/** Some orders by number, or everything paid on these local days that is not invoiced yet, but for some by number. */
export const invoiceScopeSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('orders'), orderNos: z.array(orderNoSchema).min(1).max(INVOICE_NAMED_MAX) }),
  z.object({
    by: z.literal('period'),
    period: statementPeriodSchema,
    except: z.array(orderNoSchema).max(INVOICE_NAMED_MAX).default([]),
  }),
]);
export type InvoiceScope = z.input<typeof invoiceScopeSchema>;

const clientRef = z.string().regex(/^[A-Za-z0-9._:-]{8,100}$/);
export const invoiceRequestInputSchema = z.object({
  clientRef,
  scope: invoiceScopeSchema,
  recipient: invoiceRecipientSchema,
});
/** A buyer asks for one order at a time, where the order is. */
export const buyerInvoiceRequestInputSchema = z.object({
  clientRef,
  orderNo: orderNoSchema,
  recipient: invoiceRecipientSchema,
});
export type BuyerInvoiceRequestInput = z.input<typeof buyerInvoiceRequestInputSchema>;
export const requestedInvoiceSchema = z.object({ invoiceId: id, amount: moneyDtoSchema });
export type RequestedInvoiceDto = z.infer<typeof requestedInvoiceSchema>;

export const billableInputSchema = z.object({ period: statementPeriodSchema });
export const billableOrderSchema = z.object({
  orderNo: z.string(),
  about: z.enum(INVOICE_SUBJECTS),
  paidAt: at,
  amount: moneyDtoSchema,
});
/** What could be invoiced of a period: the oldest orders, and how many all are and come to. */
export const billableSchema = z.object({
  orders: z.array(billableOrderSchema),
  count: z.int(),
  total: moneyDtoSchema,
  /** More than one invoice holds: only a shorter period can be asked for. */
  isTooMany: z.boolean(),
});
export type BillableDto = z.infer<typeof billableSchema>;

export const invoiceListInputSchema = pageInputSchema.extend({
  states: z.array(z.enum(INVOICE_STATES)).max(INVOICE_STATES.length).optional(),
  /** Only issued ones of whose orders money was given back since. */
  needsCredit: z.boolean().optional(),
});

export const invoiceRowSchema = z.object({
  id,
  state: z.enum(INVOICE_STATES),
  kind: z.enum(INVOICE_KINDS),
  number: z.string().nullable(),
  title: z.string(),
  /** The distributor it is for, told to the house only; null for a buyer. */
  distributorName: z.string().nullable(),
  isForBuyer: z.boolean(),
  amount: moneyDtoSchema,
  taxAmount: moneyDtoSchema.nullable(),
  orders: z.int(),
  /** The only order, where it is about one. */
  orderNo: z.string().nullable(),
  period: z.object({ from: z.string(), until: z.string() }).nullable(),
  /** Money of its orders was given back after it had been issued: void it and issue another. */
  needsCredit: z.boolean(),
  requestedAt: at,
  issuedAt: at.nullable(),
});
export type InvoiceRowDto = z.infer<typeof invoiceRowSchema>;

/** Who issues, as it stands on invoices. */
export const invoiceIssuerSchema = z.object({
  legalName: z.string(),
  taxNumber: z.string(),
  address: z.string().nullable(),
  phone: z.string().nullable(),
  bankName: z.string().nullable(),
  bankNumber: z.string().nullable(),
});
export type InvoiceIssuerDto = z.infer<typeof invoiceIssuerSchema>;

export const issuerDetailsSchema = invoiceIssuerSchema.extend({
  /** Percent included in what buyers pay. */
  taxRate: z.string(),
});
export type IssuerDetailsDto = z.infer<typeof issuerDetailsSchema>;
export const saveIssuerInputSchema = z.object({
  legalName: z.string().trim().min(1).max(200),
  taxNumber: z.string().trim().min(1).max(40),
  address: optional(300),
  phone: optional(40),
  bankName: optional(120),
  bankNumber: optional(60),
  taxRate: percentSchema.refine((rate) => Number.parseInt(rate, 10) < 100, { error: 'bad_percent' }),
});
export type SaveIssuerInput = z.output<typeof saveIssuerInputSchema>;

export const invoiceDetailSchema = invoiceRowSchema.extend({
  taxNumber: z.string().nullable(),
  address: z.string().nullable(),
  phone: z.string().nullable(),
  bankName: z.string().nullable(),
  bankNumber: z.string().nullable(),
  mail: z.string().nullable(),
  note: z.string().nullable(),
  taxRate: z.string().nullable(),
  issuer: invoiceIssuerSchema.nullable(),
  reason: z.string().nullable(),
  decidedAt: at.nullable(),
  /** Each with what it is invoiced at and what is left of it now; empty where they are too many to be read one by one. */
  orderLines: z.array(billableOrderSchema.extend({ left: moneyDtoSchema })),
  /** The same by days, or months, of payment; empty where each order is named. */
  sums: z.array(
    z.object({
      from: z.string(),
      until: z.string(),
      about: z.enum(INVOICE_SUBJECTS),
      orders: z.int(),
      amount: moneyDtoSchema,
      left: moneyDtoSchema,
    }),
  ),
});
export type InvoiceDetailDto = z.infer<typeof invoiceDetailSchema>;

/** What whoever issues it would sign just now; null where it is not to be decided, or details of the issuer are missing. */
export const issuingFiguresSchema = z.object({
  amount: moneyDtoSchema,
  taxRate: z.string(),
  taxAmount: moneyDtoSchema,
});
export const issuerInvoiceDetailSchema = invoiceDetailSchema.extend({ toSign: issuingFiguresSchema.nullable() });
export type IssuerInvoiceDetailDto = z.infer<typeof issuerInvoiceDetailSchema>;

export const invoiceIdInputSchema = z.object({ invoiceId: invoiceIdSchema });
export const issueInvoiceInputSchema = invoiceIdInputSchema.extend({
  /** The figures that were seen: it is refused when they are no longer so. */
  signed: z.object({ amount: positiveMoneySchema, taxAmount: nonNegativeMoneySchema }),
});
export const endInvoiceInputSchema = invoiceIdInputSchema.extend({ reason });
