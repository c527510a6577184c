import { useFormat } from '@keyfall/i18n';
import { Money } from '@keyfall/ui';
import { exponentOf, isCurrencyCode } from '@keyfall/money/format';
import type { ReactNode } from 'react';

/** A unit price: an amount where it is one, else its exact decimals (a price per unit of face value may be finer than a cent). */
export function Price({ price, currency }: { readonly price: string; readonly currency: string }): ReactNode {
  const format = useFormat();
  const decimals = price.split('.')[1]?.replace(/0+$/, '').length ?? 0;
  if (!isCurrencyCode(currency) || decimals > exponentOf(currency)) {
    return <span data-figures>{`${format.decimal(price)} ${currency}`}</span>;
  }
  return <Money amount={fitted(price, exponentOf(currency))} currency={currency} />;
}

/** The decimal text with exactly the currency's decimals. */
export function fitted(price: string, exponent: number): string {
  const [whole = '0', fraction = ''] = price.split('.');
  return exponent === 0 ? whole : `${whole}.${fraction.slice(0, exponent).padEnd(exponent, '0')}`;
}
