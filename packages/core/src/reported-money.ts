import { formatMinor, isCurrencyCode } from '@keyfall/money';

/**
 * Minor units as they cross the wire where the currency may be one we do not book in (a provider's report, money in
 * suspense): of such a currency the amount stays in minor units.
 */
export function reportedMoney(minor: bigint, currency: string): { amount: string; currency: string } {
  return { amount: isCurrencyCode(currency) ? formatMinor(minor, currency) : minor.toString(), currency };
}
