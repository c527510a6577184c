import { fromMoneyDto } from '@keyfall/contracts';
import {
  billableInputSchema,
  billableSchema,
  endInvoiceInputSchema,
  invoiceDetailSchema,
  invoiceIdInputSchema,
  invoiceListInputSchema,
  invoiceRequestInputSchema,
  invoiceRowSchema,
  issueInvoiceInputSchema,
  issuerDetailsSchema,
  issuerInvoiceDetailSchema,
  requestedInvoiceSchema,
  saveIssuerInputSchema,
} from '@keyfall/contracts/invoice-schemas';
import { pageSchema } from '@keyfall/contracts/pagination-schemas';
import {
  getIssuer,
  issueInvoice,
  listIssuerInvoices,
  listOwnInvoices,
  readBillable,
  readIssuerInvoice,
  readOwnInvoice,
  refuseInvoice,
  requestInvoice,
  saveIssuer,
  voidInvoice,
} from '@keyfall/core/invoices';
import { z } from 'zod';
import { portalProcedure, portalRouter } from '../../trpc/procedures.ts';

/** What the distributor asks the house to invoice, and what buyers of its shops ask it for. */
export const invoicesRouter = portalRouter({
  list: portalProcedure
    .meta({ permission: 'invoices.read' })
    .input(invoiceListInputSchema)
    .output(pageSchema(invoiceRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await listOwnInvoices(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  get: portalProcedure
    .meta({ permission: 'invoices.read' })
    .input(invoiceIdInputSchema)
    .output(invoiceDetailSchema)
    .query(({ ctx, input }) => readOwnInvoice(ctx.use, input)),
  billable: portalProcedure
    .meta({ permission: 'invoices.read' })
    .input(billableInputSchema)
    .output(billableSchema)
    .query(({ ctx, input }) => readBillable(ctx.use, input)),
  request: portalProcedure
    .meta({ permission: 'invoices.request' })
    .input(invoiceRequestInputSchema)
    .output(requestedInvoiceSchema)
    .mutation(({ ctx, input }) => requestInvoice(ctx.use, input)),
  sales: portalProcedure
    .meta({ permission: 'invoices.read' })
    .input(invoiceListInputSchema)
    .output(pageSchema(invoiceRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await listIssuerInvoices(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  sale: portalProcedure
    .meta({ permission: 'invoices.read' })
    .input(invoiceIdInputSchema)
    .output(issuerInvoiceDetailSchema)
    .query(({ ctx, input }) => readIssuerInvoice(ctx.use, input)),
  issuer: portalProcedure
    .meta({ permission: 'invoices.read' })
    .input(z.void())
    .output(issuerDetailsSchema.nullable())
    .query(({ ctx }) => getIssuer(ctx.use)),
  saveIssuer: portalProcedure
    .meta({ permission: 'invoices.issue' })
    .input(saveIssuerInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => saveIssuer(ctx.use, input)),
  issue: portalProcedure
    .meta({ permission: 'invoices.issue' })
    .input(issueInvoiceInputSchema)
    .output(z.object({ number: z.string() }))
    .mutation(({ ctx, input: { invoiceId, signed } }) =>
      issueInvoice(ctx.use, {
        invoiceId,
        signed: { amount: fromMoneyDto(signed.amount).minor, taxAmount: fromMoneyDto(signed.taxAmount).minor },
      }),
    ),
  refuse: portalProcedure
    .meta({ permission: 'invoices.issue' })
    .input(endInvoiceInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => refuseInvoice(ctx.use, input)),
  void: portalProcedure
    .meta({ permission: 'invoices.issue' })
    .input(endInvoiceInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => voidInvoice(ctx.use, input)),
});
