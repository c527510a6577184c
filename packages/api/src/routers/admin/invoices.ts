import { fromMoneyDto } from '@keyfall/contracts';
import {
  endInvoiceInputSchema,
  invoiceIdInputSchema,
  invoiceListInputSchema,
  invoiceRowSchema,
  issueInvoiceInputSchema,
  issuerDetailsSchema,
  issuerInvoiceDetailSchema,
  saveIssuerInputSchema,
} from '@keyfall/contracts/invoice-schemas';
import { pageSchema } from '@keyfall/contracts/pagination-schemas';
import {
  getIssuer,
  issueInvoice,
  listIssuerInvoices,
  readIssuerInvoice,
  refuseInvoice,
  saveIssuer,
  voidInvoice,
} from '@keyfall/core/invoices';
import { z } from 'zod';
import { adminProcedure, adminRouter } from '../../trpc/procedures.ts';

/** What distributors, and buyers of the house's own shops, ask the house to invoice. */
export const invoicesRouter = adminRouter({
  sales: adminProcedure
    .meta({ permission: 'invoices.read' })
    .input(invoiceListInputSchema)
    .output(pageSchema(invoiceRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await listIssuerInvoices(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  sale: adminProcedure
    .meta({ permission: 'invoices.read' })
    .input(invoiceIdInputSchema)
    .output(issuerInvoiceDetailSchema)
    .query(({ ctx, input }) => readIssuerInvoice(ctx.use, input)),
  issuer: adminProcedure
    .meta({ permission: 'invoices.read' })
    .input(z.void())
    .output(issuerDetailsSchema.nullable())
    .query(({ ctx }) => getIssuer(ctx.use)),
  saveIssuer: adminProcedure
    .meta({ permission: 'invoices.issue' })
    .input(saveIssuerInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => saveIssuer(ctx.use, input)),
  issue: adminProcedure
    .meta({ permission: 'invoices.issue' })
    .input(issueInvoiceInputSchema)
    .output(z.object({ number: z.string() }))
    .mutation(({ ctx, input: { invoiceId, signed } }) =>
      issueInvoice(ctx.use, {
        invoiceId,
        signed: { amount: fromMoneyDto(signed.amount).minor, taxAmount: fromMoneyDto(signed.taxAmount).minor },
      }),
    ),
  refuse: adminProcedure
    .meta({ permission: 'invoices.issue' })
    .input(endInvoiceInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => refuseInvoice(ctx.use, input)),
  void: adminProcedure
    .meta({ permission: 'invoices.issue' })
    .input(endInvoiceInputSchema)
    .output(z.void())
    .mutation(({ ctx, input }) => voidInvoice(ctx.use, input)),
});
