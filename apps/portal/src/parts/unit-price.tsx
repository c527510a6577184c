import { useFormat } from '@keyfall/i18n';
import { exponentOf, isCurrencyCode } from '@keyfall/money/format';
import type { ReactNode } from 'react';
import classes from './parts.module.css';

/** The price of one unit, which may be finer than the currency's minor unit: never rounded for the eye. */
export function UnitPrice(props: { readonly price: string | null; readonly currency: string }): ReactNode {
  const format = useFormat();
  const { price, currency } = props;
  if (price === null) return <span className={classes['quiet']}>—</span>;
  const decimals = isCurrencyCode(currency) ? exponentOf(currency) : 2;
  return <span className={classes['figure']}>{format.decimal(price, decimals)}</span>;
}
