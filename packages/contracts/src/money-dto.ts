import { formatAmount, isCurrencyCode, money, parseMinor } from '@keyfall/money/format';
import type { CurrencyCode, Money } from '@keyfall/money/format';

/** Money on the wire: a decimal text with exactly the currency's decimals. Never a JSON number. */
export interface MoneyDto {
  readonly amount: string;
  readonly currency: CurrencyCode;
}

export function toMoneyDto(amount: Money): MoneyDto {
  return { amount: formatAmount(amount), currency: amount.currency };
}

/** @throws MoneyError when the text is not an amount of that currency (the zod schema checks it before). */
export function fromMoneyDto(dto: MoneyDto): Money {
  return money(parseMinor(dto.amount, dto.currency), dto.currency);
}

/** Whether amount and currency form a DTO exactly as we would print it: `12.3` CNY is not, `12.30` is. */
export function isMoneyDto(dto: { readonly amount: string; readonly currency: string }): dto is MoneyDto {
  if (!isCurrencyCode(dto.currency)) return false;
  try {
    return formatAmount(money(parseMinor(dto.amount, dto.currency), dto.currency)) === dto.amount;
  } catch {
    return false;
  }
}
