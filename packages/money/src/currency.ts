/**
 * The currencies an installation can book in, with the number of decimals their minor unit has.
 *
 * An exponent is part of every stored amount: changing one would silently rescale the ledger. Entries may be added, never
 * edited. Tokens with 18 decimals on chain are booked at 8 (the raw value stays with the receipt).
 */
export const CURRENCIES = {
  AED: { exponent: 2, iso: true },
  AUD: { exponent: 2, iso: true },
  BHD: { exponent: 3, iso: true },
  BRL: { exponent: 2, iso: true },
  BTC: { exponent: 8, iso: false },
  CAD: { exponent: 2, iso: true },
  CHF: { exponent: 2, iso: true },
  CNY: { exponent: 2, iso: true },
  ETH: { exponent: 8, iso: false },
  EUR: { exponent: 2, iso: true },
  GBP: { exponent: 2, iso: true },
  HKD: { exponent: 2, iso: true },
  IDR: { exponent: 2, iso: true },
  INR: { exponent: 2, iso: true },
  JPY: { exponent: 0, iso: true },
  KRW: { exponent: 0, iso: true },
  KWD: { exponent: 3, iso: true },
  MOP: { exponent: 2, iso: true },
  MXN: { exponent: 2, iso: true },
  MYR: { exponent: 2, iso: true },
  NZD: { exponent: 2, iso: true },
  PHP: { exponent: 2, iso: true },
  RUB: { exponent: 2, iso: true },
  SGD: { exponent: 2, iso: true },
  THB: { exponent: 2, iso: true },
  TRY: { exponent: 2, iso: true },
  TWD: { exponent: 2, iso: true },
  USD: { exponent: 2, iso: true },
  USDC: { exponent: 6, iso: false },
  USDT: { exponent: 6, iso: false },
  VND: { exponent: 0, iso: true },
} as const satisfies Record<string, { readonly exponent: number; readonly iso: boolean }>;

export type CurrencyCode = keyof typeof CURRENCIES;

export const CURRENCY_CODES = Object.keys(CURRENCIES) as readonly CurrencyCode[];

export function isCurrencyCode(text: string): text is CurrencyCode {
  return Object.hasOwn(CURRENCIES, text);
}

/** Decimals of the currency's minor unit: 2 for CNY, 0 for JPY. */
export function exponentOf(currency: CurrencyCode): number {
  return CURRENCIES[currency].exponent;
}

/** Whether `Intl` knows the code (ISO 4217). Others are shown as plain decimals followed by their code. */
export function isIsoCurrency(currency: CurrencyCode): boolean {
  return CURRENCIES[currency].iso;
}
