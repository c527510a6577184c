import { formatMinor, isCurrencyCode, parseMinor } from '@keyfall/money/format';

/** An amount as it was typed, written out in full: 12.3 is 12.30. Anything else stays for the schema to refuse. */
export function fullAmount(typed: string, currency: string): string {
  if (!isCurrencyCode(currency)) return typed;
  try {
    return formatMinor(parseMinor(typed.trim(), currency), currency);
  } catch {
    return typed;
  }
}
