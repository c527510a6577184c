import { fromMoneyDto } from '@keyfall/contracts';
import type { requestRefundInputSchema } from '@keyfall/contracts/order-schemas';
import type { RefundRequestInput } from '@keyfall/core/payments';
import type { z } from 'zod';

/** A refund as it is asked for on the wire, as the use case takes it. */
export function refundWishOf(input: z.output<typeof requestRefundInputSchema>): RefundRequestInput {
  const { orderNo, units, goodwill, reason } = input;
  if (goodwill === undefined) return { orderNo, units, reason };
  return { orderNo, goodwill: fromMoneyDto(goodwill).minor, currency: goodwill.currency, reason };
}
