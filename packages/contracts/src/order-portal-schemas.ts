/** What the portal exchanges about orders and income. */
import { z } from 'zod';
import { moneyDtoSchema } from './money-schemas.ts';
import { pageInputSchema } from './pagination-schemas.ts';
import { ORDER_STATES } from './states.ts';
import {
  orderLineDetailSchema,
  orderRowSchema,
  shareCommissionSchema,
  withheldShareSchema,
} from './order-office-schemas.ts';
import { orderEventSchema } from './order-shop-schemas.ts';

const id = z.string();
const at = z.string();

export const portalOrderRowSchema = orderRowSchema.omit({ distributorId: true, distributorName: true, channel: true });
export type PortalOrderRowDto = z.infer<typeof portalOrderRowSchema>;
export const portalShareSchema = z.object({
  line: z.int(),
  /** What I pay per unit, what I receive per unit, and so my share; no cost in the percentage model. */
  unitCost: z.string().nullable(),
  unitPrice: z.string(),
  /** In the percentage model my share is a percentage of what the line cost the buyer. */
  commission: shareCommissionSchema.nullable(),
  withheld: withheldShareSchema.nullable(),
  /** My code that brought the sale. */
  referralCode: z.string().nullable(),
  amount: moneyDtoSchema,
  earned: moneyDtoSchema,
  feeBorne: moneyDtoSchema,
  clawed: moneyDtoSchema,
  released: moneyDtoSchema,
  releaseAt: at.nullable(),
});
export const portalOrderSchema = z.object({
  id,
  orderNo: z.string(),
  state: z.enum(ORDER_STATES),
  amount: moneyDtoSchema,
  refunded: moneyDtoSchema,
  /** Where the seller collects the buyer's money itself: what its wallet is charged for the goods, whether it has been, what came back. */
  charge: z.object({ amount: moneyDtoSchema, refunded: moneyDtoSchema, isCharged: z.boolean() }).nullable(),
  shopName: z.string().nullable(),
  contactMail: z.string().nullable(),
  contactPhone: z.string().nullable(),
  createdAt: at,
  paidAt: at.nullable(),
  deliveredAt: at.nullable(),
  lines: z.array(orderLineDetailSchema.omit({ cost: true, settleAt: true })),
  shares: z.array(portalShareSchema),
  events: z.array(orderEventSchema),
});
export type PortalOrderDto = z.infer<typeof portalOrderSchema>;

/** Which income: of a time, and earned through one child or by own sales. */
export const incomeFilterSchema = z.object({
  from: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  /** A child's id, or `own` for what the reader sold or referred itself. */
  child: z.union([z.literal('own'), z.uuid()]).optional(),
});
export const incomeListInputSchema = pageInputSchema.extend(incomeFilterSchema.shape);
export const incomeLineSchema = z.object({
  orderNo: z.string(),
  line: z.int(),
  skuName: z.string(),
  quantity: z.int(),
  /** The child of mine through which I earned; null where I sold myself. */
  viaChild: z.string().nullable(),
  share: portalShareSchema,
  createdAt: at,
});
export type IncomeLineDto = z.infer<typeof incomeLineSchema>;
/** What came through one child, or by own sales. */
export const incomeByChildSchema = z.object({
  childId: id.nullable(),
  childName: z.string().nullable(),
  currency: z.string(),
  orders: z.int(),
  units: z.int(),
  earned: moneyDtoSchema,
  held: moneyDtoSchema,
  clawed: moneyDtoSchema,
  /** Earned, less borne fees and what was taken back. */
  net: moneyDtoSchema,
});
export type IncomeByChildDto = z.infer<typeof incomeByChildSchema>;
/** Held income by the week in which it becomes available; weeks begin on Monday, in the tenant's time zone. */
export const incomeWeekSchema = z.object({ week: z.iso.date(), currency: z.string(), held: moneyDtoSchema });
export const incomeTotalsSchema = z.object({
  currency: z.string(),
  /** Earned and still in the hold period, income that may be withdrawn, clawback not yet repaid. */
  held: moneyDtoSchema,
  available: moneyDtoSchema,
  debt: moneyDtoSchema,
});
export type IncomeTotalsDto = z.infer<typeof incomeTotalsSchema>;
