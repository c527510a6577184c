/** The first page of back office and portal. Days and hours are the tenant's own time zone. */
import { z } from 'zod';
import { moneyDtoSchema } from './money-schemas.ts';

export const salesDaySchema = z.object({
  /** `YYYY-MM-DD` */
  day: z.string(),
  orders: z.int(),
  units: z.int(),
  sales: moneyDtoSchema,
});
export const bestSkuSchema = z.object({ skuId: z.string(), name: z.string(), units: z.int(), sales: moneyDtoSchema });
export const alertSchema = z.object({
  id: z.string(),
  kind: z.string(),
  subject: z.string(),
  params: z.record(z.string(), z.unknown()),
  createdAt: z.string(),
});
export type AlertDto = z.infer<typeof alertSchema>;

const figuresSchema = z.object({ orders: z.int(), units: z.int(), sales: moneyDtoSchema, refunded: moneyDtoSchema });

export const adminDashboardSchema = z.object({
  currency: z.string(),
  timezone: z.string(),
  today: figuresSchema.extend({ margin: moneyDtoSchema.nullable() }),
  last7Days: figuresSchema.extend({ margin: moneyDtoSchema.nullable() }),
  last90Days: figuresSchema.extend({ margin: moneyDtoSchema.nullable() }),
  /** 90 days, oldest first, none left out. */
  days: z.array(salesDaySchema.extend({ margin: moneyDtoSchema.nullable() })),
  /** The last 24 hours, oldest first: the hour it begins with and how many orders were paid in it. */
  hours: z.array(z.object({ at: z.string(), orders: z.int() })),
  bestSkus: z.array(bestSkuSchema),
  alerts: z.array(alertSchema),
  needsPerson: z.object({
    refundsRequested: z.object({ count: z.int(), amount: moneyDtoSchema }),
    refundsFailed: z.object({ count: z.int(), amount: moneyDtoSchema }),
    /** Money that fits no order and is not back at its payer yet. */
    suspense: z.object({ count: z.int(), amount: moneyDtoSchema }),
    topUpsWaiting: z.int(),
    ordersClosing: z.int(),
  }),
});
export type AdminDashboardDto = z.infer<typeof adminDashboardSchema>;

export const portalDashboardSchema = z.object({
  currency: z.string(),
  timezone: z.string(),
  today: figuresSchema.extend({ income: moneyDtoSchema }),
  last7Days: figuresSchema.extend({ income: moneyDtoSchema }),
  last90Days: figuresSchema.extend({ income: moneyDtoSchema }),
  days: z.array(salesDaySchema.extend({ income: moneyDtoSchema })),
  bestSkus: z.array(bestSkuSchema),
  income: z.object({ held: moneyDtoSchema, available: moneyDtoSchema, debt: moneyDtoSchema }),
  /** What each child of mine has earned me in 90 days, most first. */
  downline: z.array(z.object({ distributorId: z.string(), name: z.string(), income: moneyDtoSchema })),
  alerts: z.array(alertSchema),
});
export type PortalDashboardDto = z.infer<typeof portalDashboardSchema>;
