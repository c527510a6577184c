import type { MoneyDto } from '@keyfall/contracts';
import { formatMinor, isCurrencyCode, parseMinor } from '@keyfall/money/format';
import { normalizeAmount } from '@keyfall/ui';

/** An amount as it was typed, written out in full: 12.3 is 12.30. What is no amount stays as it is, for a schema to refuse. */
export function fullAmount(typed: string, currency: string): string {
  if (!isCurrencyCode(currency)) return typed;
  try {
    return formatMinor(parseMinor(normalizeAmount(typed.trim()), currency), currency);
  } catch {
    return typed;
  }
}

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
