/** Reports of the back office and the portal. Periods are local days of the tenant's zone, both included. */
import { z } from 'zod';
import { pageInputSchema } from './pagination-schemas.ts';
import { statementPeriodSchema } from './statement-schemas.ts';

const money = z.object({ amount: z.string(), currency: z.string() });
/** There are more rows than these, which have most; the total counts all, and a file has them. */
const isCut = z.boolean();

/** What sales are summed by. */
export const SALES_GROUPS = ['day', 'hour', 'sku', 'distributor', 'shop'] as const;
export type SalesGroup = (typeof SALES_GROUPS)[number];

export const salesReportInputSchema = z.object({ period: statementPeriodSchema, by: z.enum(SALES_GROUPS) });

const salesFigures = {
  orders: z.int(),
  units: z.int(),
  /** What was delivered and not given back. */
  sales: money,
  /** Of it the part of distributors. */
  commission: money,
  /** What the goods had cost; null for readers who may not see it. */
  cost: money.nullable(),
  /** Sales less commission and cost. */
  profit: money.nullable(),
};
export const salesReportSchema = z.object({
  currency: z.string(),
  timezone: z.string(),
  rows: z.array(
    z.object({
      /** A day, an hour (`00`–`23`), or an id; null where a sale had no shop. */
      key: z.string().nullable(),
      label: z.string(),
      ...salesFigures,
    }),
  ),
  total: z.object(salesFigures),
  isCut,
});
export type SalesReportDto = z.infer<typeof salesReportSchema>;

export const cashFlowInputSchema = z.object({ period: statementPeriodSchema });
export const cashFlowSchema = z.object({
  currency: z.string(),
  /** At gateways and banks together. */
  opening: money,
  closing: money,
  days: z.array(z.object({ day: z.string(), in: money, out: money })),
  kinds: z.array(z.object({ kind: z.string(), in: money, out: money, entries: z.int() })),
});
export type CashFlowDto = z.infer<typeof cashFlowSchema>;

/** The entries that one kind's figures of the cash flow are made of. */
export const cashEntriesInputSchema = pageInputSchema.extend({
  period: statementPeriodSchema,
  kind: z.string().min(1).max(60),
});
export const cashEntrySchema = z.object({
  journalId: z.string(),
  line: z.int(),
  at: z.string(),
  reference: z.string().nullable(),
  /** The gateway's, the bank's or the payout account's name. */
  place: z.string().nullable(),
  /** Above zero: came in. */
  amount: money,
});
export type CashEntryDto = z.infer<typeof cashEntrySchema>;

export const commissionAgingSchema = z.object({
  currency: z.string(),
  rows: z.array(
    z.object({
      distributorId: z.string(),
      name: z.string(),
      /** Held, by when the hold ends. */
      due: money,
      week: money,
      month: money,
      later: money,
      available: money,
      withdrawing: money,
      debt: money,
    }),
  ),
  total: z.object({
    due: money,
    week: money,
    month: money,
    later: money,
    available: money,
    withdrawing: money,
    debt: money,
  }),
  isCut,
});
export type CommissionAgingDto = z.infer<typeof commissionAgingSchema>;

export const stockValueSchema = z.object({
  currency: z.string(),
  rows: z.array(
    z.object({
      skuId: z.string(),
      code: z.string(),
      label: z.string(),
      units: z.int(),
      reserved: z.int(),
      value: money,
      /** Units whose batch names no cost: they are in no value. */
      unknown: z.int(),
      firstExpiry: z.string().nullable(),
      /** Days that the stock lasts at the pace of the last thirty; null where nothing was sold. */
      daysLeft: z.int().nullable(),
    }),
  ),
  total: z.object({ units: z.int(), value: money }),
  isCut,
});
export type StockValueDto = z.infer<typeof stockValueSchema>;

/** What a distributor's own sales are summed by. */
export const OWN_SALES_GROUPS = ['day', 'sku', 'shop'] as const;
export type OwnSalesGroup = (typeof OWN_SALES_GROUPS)[number];
export const ownSalesInputSchema = z.object({ period: statementPeriodSchema, by: z.enum(OWN_SALES_GROUPS) });
/** `charged`: what the wallet paid for sales whose money the distributor took itself; their margin is no income here. */
const ownFigures = { orders: z.int(), units: z.int(), sales: money, income: money, charged: money };
export const ownSalesSchema = z.object({
  currency: z.string(),
  timezone: z.string(),
  rows: z.array(z.object({ key: z.string().nullable(), label: z.string(), ...ownFigures })),
  total: z.object(ownFigures),
  isCut,
});
export type OwnSalesDto = z.infer<typeof ownSalesSchema>;

export const REPORT_NAMES = ['sales', 'cash-flow', 'commission-aging', 'stock-value'] as const;
