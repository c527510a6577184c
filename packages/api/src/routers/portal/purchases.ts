import { fromMoneyDto } from '@keyfall/contracts';
import { pageSchema } from '@keyfall/contracts/pagination-schemas';
import {
  goodsListInputSchema,
  goodsRowSchema,
  placePurchaseInputSchema,
  placedPurchaseSchema,
  purchaseCartSchema,
  purchaseInputSchema,
  purchaseListInputSchema,
  purchaseQuoteSchema,
  purchaseRowSchema,
  purchaseSchema,
  startExportInputSchema,
  startedExportSchema,
} from '@keyfall/contracts/purchase-schemas';
import { moneyOf } from '@keyfall/core/orders';
import {
  listGoods,
  listPurchases,
  placePurchase,
  quotePurchase,
  readPurchase,
  startExport,
} from '@keyfall/core/purchases';
import { portalProcedure, portalRouter } from '../../trpc/procedures.ts';

/** Stock that a distributor buys for itself, and its protected download. */
export const purchasesRouter = portalRouter({
  goods: portalProcedure
    .meta({ permission: 'purchases.read' })
    .input(goodsListInputSchema)
    .output(pageSchema(goodsRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await listGoods(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  quote: portalProcedure
    .meta({ permission: 'purchases.read' })
    .input(purchaseCartSchema)
    .output(purchaseQuoteSchema)
    .query(({ ctx, input }) => quotePurchase(ctx.use, input.lines)),
  place: portalProcedure
    .meta({ permission: 'purchases.place' })
    .input(placePurchaseInputSchema)
    .output(placedPurchaseSchema)
    .mutation(async ({ ctx, input }) => {
      const { minor, currency } = fromMoneyDto(input.expectedTotal);
      const { clientRef, lines } = input;
      const placed = await placePurchase(ctx.use, { clientRef, lines, expectedTotal: minor, currency });
      return {
        orderNo: placed.orderNo,
        status: placed.state === 'delivered' ? ('delivered' as const) : ('processing' as const),
        amount: moneyOf(placed.amount, placed.currency),
        spendableAfter: placed.spendableAfter === null ? null : moneyOf(placed.spendableAfter, placed.currency),
        repeated: placed.repeated,
      };
    }),
  list: portalProcedure
    .meta({ permission: 'purchases.read' })
    .input(purchaseListInputSchema)
    .output(pageSchema(purchaseRowSchema))
    .query(async ({ ctx, input }) => {
      const page = await listPurchases(ctx.use, input);
      return { items: [...page.items], nextCursor: page.nextCursor };
    }),
  get: portalProcedure
    .meta({ permission: 'purchases.read' })
    .input(purchaseInputSchema)
    .output(purchaseSchema)
    .query(({ ctx, input }) => readPurchase(ctx.use, input)),
  // Opens nothing yet: the address it answers does, once.
  startExport: portalProcedure
    .meta({ permission: 'purchases.export' })
    .input(startExportInputSchema)
    .output(startedExportSchema)
    .mutation(({ ctx, input }) => startExport(ctx.use, input)),
});
