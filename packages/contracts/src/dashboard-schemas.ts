/** The first page of the back office. Days are those of the tenant's time zone, sales are in its currency. */
import { z } from 'zod';
import { moneyDtoSchema } from './money-schemas.ts';

export const dashboardInputSchema = z.object({
  days: z.union([z.literal(7), z.literal(30), z.literal(90)]).default(30),
});

const figuresSchema = z.object({
  orders: z.int(),
  units: z.int(),
  sales: moneyDtoSchema,
  /** Revenue less cost of goods; null for readers who may not see costs. */
  margin: moneyDtoSchema.nullable(),
});

export const dashboardSchema = z.object({
  currency: z.string(),
  today: figuresSchema,
  yesterday: figuresSchema,
  /** The days asked for, today included. */
  period: figuresSchema,
  /** Oldest first, no day left out; `day` is `YYYY-MM-DD`. */
  series: z.array(
    z.object({ day: z.string(), orders: z.int(), sales: moneyDtoSchema, margin: moneyDtoSchema.nullable() }),
  ),
  /** Orders paid in each of the last 24 hours, oldest first, by the moment the hour begins. */
  hours: z.array(z.object({ hour: z.string(), orders: z.int() })),
  /** What sold for most in the period. */
  best: z.array(
    z.object({ skuId: z.string(), skuCode: z.string(), name: z.string(), units: z.int(), sales: moneyDtoSchema }),
  ),
  /** What does not go on without a person. */
  waiting: z.object({
    refundsToApprove: z.int(),
    refundsFailed: z.int(),
    moneyInSuspense: z.int(),
    topUpsToFulfil: z.int(),
    withdrawalsToApprove: z.int(),
    /** Bank transfers into wallets that somebody declared. */
    transfersToConfirm: z.int(),
    payBacksToDecide: z.int(),
    settlementsToDecide: z.int(),
  }),
  stock: z.object({ available: z.int(), low: z.int(), empty: z.int(), expiringSoon: z.int() }),
});
export type DashboardDto = z.infer<typeof dashboardSchema>;
