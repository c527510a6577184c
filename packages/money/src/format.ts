/**
 * Everything about money a browser needs to show and read amounts. This entry (`@keyfall/money/format`) and whatever it
 * imports must stay free of decimal.js: it is part of the shop's first chunk. A test walks its imports.
 */
export type { Brand } from './brand.ts';
export { CURRENCIES, CURRENCY_CODES, exponentOf, isCurrencyCode, isIsoCurrency } from './currency.ts';
export type { CurrencyCode } from './currency.ts';
export { MoneyError } from './money-error.ts';
export type { MoneyErrorReason } from './money-error.ts';
export {
  MINOR_MAX,
  add,
  assertMinor,
  compare,
  equals,
  formatAmount,
  formatMinor,
  money,
  negate,
  parseCurrency,
  parseMinor,
  parseMoney,
  subtract,
  sum,
  zero,
} from './money.ts';
export type { Money } from './money.ts';
export { displayDecimal, chartHeight, displayMoney, displayMoneyParts } from './display.ts';
export type { MoneyParts } from './display.ts';
export {
  UNIT_PRICE_DECIMALS,
  compareUnitPrices,
  exactMoneyOf,
  formatUnitPrice,
  maxUnitPrice,
  parseUnitPrice,
  unitPriceDifference,
  unitPriceFromScaled,
  unitPriceOf,
  unitPriceScaled,
} from './unit-price.ts';
export type { UnitPrice } from './unit-price.ts';
