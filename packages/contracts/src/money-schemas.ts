import { CURRENCY_CODES } from '@keyfall/money/format';
import type { CurrencyCode } from '@keyfall/money/format';
import { z } from 'zod';
import { isMoneyDto } from './money-dto.ts';
import type { MoneyDto } from './money-dto.ts';

export const currencySchema: z.ZodType<CurrencyCode, CurrencyCode> = z.enum(
  CURRENCY_CODES as readonly [CurrencyCode, ...CurrencyCode[]],
);

/** `{amount: "12.30", currency: "CNY"}`, any sign; the amount has exactly the currency's decimals. */
export const moneyDtoSchema: z.ZodType<MoneyDto, MoneyDto> = z
  .object({ amount: z.string().max(40), currency: currencySchema })
  .refine(isMoneyDto, { error: 'bad_amount', path: ['amount'] });

/** A price, fee or payment that may be nothing but not negative. */
export const nonNegativeMoneySchema = moneyDtoSchema.refine((dto) => !dto.amount.startsWith('-'), {
  error: 'negative_amount',
  path: ['amount'],
});

/** What somebody pays, refunds or withdraws: more than nothing. */
export const positiveMoneySchema = moneyDtoSchema.refine(
  (dto) => !dto.amount.startsWith('-') && /[1-9]/.test(dto.amount),
  { error: 'not_positive', path: ['amount'] },
);

/** A unit price: up to 12 digits before and 8 after the point, as numeric(20,8) holds it. Not negative. */
export const unitPriceSchema = z.string().regex(/^(0|[1-9][0-9]{0,11})(\.[0-9]{1,8})?$/, { error: 'bad_unit_price' });

/** A percentage in percent: `12.5` is 12.5 %. Below 1000, up to 8 decimals, not negative. */
export const percentSchema = z.string().regex(/^(0|[1-9][0-9]{0,2})(\.[0-9]{1,8})?$/, { error: 'bad_percent' });

/** The face values a SKU is sold over, and their currency: its prices are for one unit of face value. */
export const faceRangeSchema = z.object({ min: z.string(), max: z.string(), currency: z.string() });
export type FaceRangeDto = z.infer<typeof faceRangeSchema>;
