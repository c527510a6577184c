import { formatMinor, isCurrencyCode, MoneyError, parseMinor } from '@keyfall/money';

/** Minor units as a plain decimal; of a currency we do not know, the minor units themselves. */
export function minorText(amount: bigint, currency: string): string {
  return isCurrencyCode(currency) ? formatMinor(amount, currency) : amount.toString();
}

/** Reads what a person typed as an amount above zero, or undefined. */
export function readAmount(typed: string, currency: string): bigint | undefined {
  if (!isCurrencyCode(currency)) return undefined;
  try {
    const amount = parseMinor(typed.trim(), currency);
    return amount > 0n && amount < 10n ** 18n ? amount : undefined;
  } catch (error) {
    if (error instanceof MoneyError) return undefined;
    throw error;
  }
}
