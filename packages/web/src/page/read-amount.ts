import type { MoneyDto } from '@keyfall/contracts';
import { formatMinor, isCurrencyCode, parseMinor } from '@keyfall/money/format';
import { normalizeAmount } from '@keyfall/ui';

/** A typed amount as it goes to the server, more than nothing; undefined while it is no such amount. */
export function readAmount(typed: string, currency: string): MoneyDto | undefined {
  if (!isCurrencyCode(currency)) return undefined;
  try {
    const minor = parseMinor(normalizeAmount(typed.trim()), currency);
    return minor > 0n ? { amount: formatMinor(minor, currency), currency } : undefined;
  } catch {
    return undefined;
  }
}
