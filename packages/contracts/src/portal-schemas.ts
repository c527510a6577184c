/** What only the portal asks for: its own orders, where an income comes from, its first page. */
import { z } from 'zod';
import { moneyDtoSchema } from './money-schemas.ts';
import { incomeLineSchema, orderListInputSchema, orderNoSchema } from './order-schemas.ts';

export const portalOrderListInputSchema = orderListInputSchema.omit({ distributorId: true });

export const INCOME_STATES = ['held', 'available', 'taken_back'] as const;
export type IncomeState = (typeof INCOME_STATES)[number];

export const incomeRowSchema = incomeLineSchema.extend({
  skuCode: z.string(),
  /** What of it still waits for the end of its hold. */
  held: moneyDtoSchema,
  /** `held` while anything waits, `taken_back` when refunds took all of it, else `available`. */
  state: z.enum(INCOME_STATES),
});
export type IncomeRowDto = z.infer<typeof incomeRowSchema>;

export const incomeLineInputSchema = z.object({ orderNo: orderNoSchema, line: z.int().min(1).max(100) });

/** How one line's income came about, in the reader's own figures alone. */
export const incomeExplanationSchema = incomeRowSchema.extend({
  /** What the reader receives for the whole line, and what it pays for it; the difference is its share. Null where it earns a percentage. */
  receives: moneyDtoSchema.nullable(),
  pays: moneyDtoSchema.nullable(),
  /** What refunds of the order took back from the reader, over all its lines, oldest first. */
  clawbacks: z.array(z.object({ at: z.string(), amount: moneyDtoSchema })),
  /** What is left: earned, less borne fee and what refunds took back. */
  net: moneyDtoSchema,
});
export type IncomeExplanationDto = z.infer<typeof incomeExplanationSchema>;

const soldSchema = z.object({
  orders: z.int(),
  units: z.int(),
  /** What buyers paid in the reader's own shops, less refunds. */
  revenue: moneyDtoSchema,
  /** What was earned, in own shops and through the downline, less fees and what was taken back; null without `commissions.read`. */
  income: moneyDtoSchema.nullable(),
});
export const NEXT_ACTIONS = ['make_shop', 'open_shop', 'orders_waiting', 'repay_debt'] as const;
export const portalDashboardSchema = z.object({
  currency: z.string(),
  today: soldSchema,
  week: soldSchema,
  month: soldSchema,
  /** The last 30 days with today, oldest first; the last 7 are the last seven of them. Days of the tenant's time zone. */
  days: z.array(soldSchema.extend({ date: z.iso.date() })),
  /** Null for readers without `commissions.read`, like every income here. */
  held: moneyDtoSchema.nullable(),
  available: moneyDtoSchema.nullable(),
  debt: moneyDtoSchema.nullable(),
  /** Of the last 30 days; by income, or by units for readers who may not see income. */
  bestSkus: z.array(
    z.object({
      skuId: z.string(),
      skuCode: z.string(),
      name: z.string(),
      units: z.int(),
      income: moneyDtoSchema.nullable(),
    }),
  ),
  nextActions: z.array(z.object({ kind: z.enum(NEXT_ACTIONS), count: z.int() })),
});
export type PortalDashboardDto = z.infer<typeof portalDashboardSchema>;
