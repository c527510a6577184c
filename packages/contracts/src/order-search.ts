import { parseMinor } from '@keyfall/money/format';
import type { CurrencyCode } from '@keyfall/money/format';

/** What somebody may have typed into the one search box for orders. */
export type OrderSearch =
  | { readonly by: 'number'; readonly orderNo: string }
  | { readonly by: 'mail'; readonly mail: string }
  | { readonly by: 'phone_or_amount'; readonly phone: string; readonly minor: bigint | null }
  /** Nothing else fits: it may be a code's value, which must not travel in an address. */
  | { readonly by: 'code' };

const ORDER_NO = /^[0-9A-HJKMNP-TV-Z]{16}$/;
const DIGITS = /^[0-9+][0-9 ()-]{0,38}$/;
const AMOUNT = /^[0-9]{1,15}(\.[0-9]{1,8})?$/;

/** Reads a search text. Order numbers are accepted in any case and grouped with blanks or hyphens. */
export function readOrderSearch(text: string, currency: CurrencyCode): OrderSearch {
  const trimmed = text.trim();
  const compact = trimmed.replace(/[\s-]/g, '').toUpperCase();
  if (ORDER_NO.test(compact) && /[A-Z]/.test(compact)) return { by: 'number', orderNo: compact };
  if (/^[^\s@]+@[^\s@]+$/.test(trimmed)) return { by: 'mail', mail: trimmed.toLowerCase() };
  const amount = trimmed.replaceAll(',', '');
  if (DIGITS.test(trimmed) || AMOUNT.test(amount))
    return { by: 'phone_or_amount', phone: trimmed, minor: minorOf(amount, currency) };
  return { by: 'code' };
}

function minorOf(amount: string, currency: CurrencyCode): bigint | null {
  try {
    return AMOUNT.test(amount) ? parseMinor(amount, currency) : null;
  } catch {
    return null;
  }
}
