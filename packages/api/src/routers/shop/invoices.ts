import {
  buyerInvoiceRequestInputSchema,
  invoiceDetailSchema,
  requestedInvoiceSchema,
} from '@keyfall/contracts/invoice-schemas';
import { orderNoSchema } from '@keyfall/contracts/order-schemas';
import { pageInputSchema, pageSchema } from '@keyfall/contracts/pagination-schemas';
import { listBuyerInvoices, requestBuyerInvoice } from '@keyfall/core/invoices';
import { shopProcedure, shopRouter } from '../../trpc/procedures.ts';
import { buyerOf } from './checkout.ts';

/** A buyer's own invoices. */
export const invoicesRouter = shopRouter({
  list: shopProcedure
    .meta({ permission: 'invoices.read' })
    .input(pageInputSchema.extend({ orderNo: orderNoSchema.optional() }))
    .output(pageSchema(invoiceDetailSchema))
    .query(async ({ ctx, input }) => {
      const page = await listBuyerInvoices(buyerOf(ctx.use), input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  request: shopProcedure
    .meta({ permission: 'invoices.request' })
    .input(buyerInvoiceRequestInputSchema)
    .output(requestedInvoiceSchema)
    .mutation(({ ctx, input }) => requestBuyerInvoice(buyerOf(ctx.use), input)),
});
