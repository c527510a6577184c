import { toMoneyDto, fromMoneyDto, type GatewayAccountId } from '@keyfall/contracts';
import {
  orderNoSchema,
  paymentMethodSchema,
  placeOrderInputSchema,
  placedOrderSchema,
  quoteInputSchema,
  quoteSchema,
  startPaymentInputSchema,
  startedPaymentSchema,
  type QuoteDto,
} from '@keyfall/contracts/order-schemas';
import { DomainError, secret, type BuyerPrincipal, type Ctx, type VisitorPrincipal } from '@keyfall/core';
import { placeOrder, quoteCart, type Quote } from '@keyfall/core/orders';
import { listPaymentMethods, startPayment } from '@keyfall/core/payments';
import { money } from '@keyfall/money';
import { z } from 'zod';
import { shopProcedure, shopRouter } from '../../trpc/procedures.ts';

const STOCK_TOLD_MAX = 99;

/** From a cart to a payment. A visitor becomes a guest before placing: see POST /auth/shop/guest. */
export const checkoutRouter = shopRouter({
  quote: shopProcedure
    .meta({ permission: 'shop.browse' })
    .input(quoteInputSchema)
    .output(quoteSchema)
    .query(async ({ ctx, input }) => presentQuote(await quoteCart(ctx.use, input.lines))),
  methods: shopProcedure
    .meta({ permission: 'shop.browse' })
    .input(z.strictObject({ orderNo: orderNoSchema }).optional())
    .output(z.array(paymentMethodSchema))
    .query(async ({ ctx, input }) => [...(await listPaymentMethods(ctx.use, input?.orderNo))]),
  place: shopProcedure
    .meta({ permission: 'orders.place' })
    .input(placeOrderInputSchema)
    .output(placedOrderSchema)
    .mutation(async ({ ctx, input }) => {
      const { queryPassword, deliverAt, expectedTotal, ...plain } = input;
      const placed = await placeOrder(buyerOf(ctx.use), {
        ...plain,
        ...(queryPassword === undefined ? {} : { queryPassword: secret(queryPassword) }),
        ...(deliverAt === undefined ? {} : { deliverAt: new Date(deliverAt) }),
        ...(expectedTotal === undefined ? {} : { expectedTotal: fromMoneyDto(expectedTotal).minor }),
      });
      return {
        orderId: placed.orderId,
        orderNo: placed.orderNo,
        state: placed.state,
        amount: toMoneyDto(money(placed.amount, placed.currency)),
        holdUntil: placed.holdUntil.toISOString(),
        repeated: placed.repeated,
      };
    }),
  pay: shopProcedure
    .meta({ permission: 'orders.place' })
    .input(startPaymentInputSchema)
    .output(startedPaymentSchema)
    .mutation(async ({ ctx, input }) => {
      const started = await startPayment(buyerOf(ctx.use), {
        orderNo: input.orderNo,
        accountId: input.accountId as GatewayAccountId,
        host: ctx.host,
      });
      return { attemptId: started.attemptId, payUrl: started.payUrl, expiresAt: started.expiresAt.toISOString() };
    }),
});

/** Ordering needs a buyer: an account, or the guest of this browser. @throws DomainError unauthenticated */
export function buyerOf(ctx: Ctx<BuyerPrincipal | VisitorPrincipal>): Ctx<BuyerPrincipal> {
  if (ctx.principal.kind !== 'buyer') throw new DomainError('unauthenticated');
  return ctx as Ctx<BuyerPrincipal>;
}

function presentQuote(quote: Quote): QuoteDto {
  const lines = quote.lines.map((line) => ({
    line: line.line,
    skuId: line.cart.skuId,
    quantity: line.cart.quantity,
    faceValue: line.faceValue,
    unitPrice: line.unitPrice,
    amount: toMoneyDto(money(line.amount, quote.currency)),
    available: line.available === null ? null : Math.min(line.available, STOCK_TOLD_MAX),
    waitsForStock:
      line.available !== null && line.available < line.cart.quantity && line.sku?.when_empty === 'backorder',
    problem: line.problem === null ? null : { code: line.problem.code, params: { ...line.problem.params } },
  }));
  return {
    lines,
    total: toMoneyDto(money(quote.total, quote.currency)),
    canOrder: lines.every((line) => line.problem === null),
    holdSeconds: quote.holdSeconds,
  };
}
