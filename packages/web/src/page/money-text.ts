import type { MoneyDto } from '@keyfall/contracts';
import { useI18n } from '@keyfall/i18n';
import type { Locale } from '@keyfall/i18n';
import { displayMoney, displayMoneyParts, isCurrencyCode, money, parseMinor } from '@keyfall/money/format';
import type { Money } from '@keyfall/money/format';
import type { MoneyParts } from '@keyfall/ui';

function readAmount(amount: string, currency: string): Money | undefined {
  if (!isCurrencyCode(currency)) return undefined;
  try {
    return money(parseMinor(amount, currency), currency);
  } catch {
    return undefined;
  }
}

/** An amount cut into the parts a screen sets apart. What is no amount of that currency is shown as it came, never as zero. */
export function moneyParts(amount: string, currency: string, locale: Locale): MoneyParts {
  const read = readAmount(amount, currency);
  if (read === undefined) return { sign: '', currency, whole: amount, fraction: '', currencyFirst: false };
  return displayMoneyParts(read, locale);
}

/** An amount as one text, for sentences, buttons and accessible names: `¥1,234.50`. */
export function moneyText(
  dto: MoneyDto | { readonly amount: string; readonly currency: string },
  locale: Locale,
): string {
  const read = readAmount(dto.amount, dto.currency);
  return read === undefined ? `${dto.amount} ${dto.currency}` : displayMoney(read, locale);
}

/** `const text = useMoneyText(); t('pay', { amount: text(order.amount) })` */
export function useMoneyText(): (dto: MoneyDto | { readonly amount: string; readonly currency: string }) => string {
  const { locale } = useI18n();
  return (dto) => moneyText(dto, locale);
}
