import type { FaceRangeDto } from '@keyfall/contracts/money-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { exponentOf, isCurrencyCode } from '@keyfall/money/format';
import { useUi } from '@keyfall/ui';
import type { ReactNode } from 'react';
import { faceSpanOf } from '../page/line-total.ts';
import { useMoneyText } from '../page/money-text.ts';
import classes from './unit-price.module.css';

export interface UnitPriceProps {
  /** Plain decimal text, which may be finer than the currency's minor unit and is never rounded for the eye. */
  readonly price: string | null;
  readonly currency: string;
  /** Of a SKU sold over a range of face values: the price is for one unit of face value, and says so. */
  readonly range?: FaceRangeDto | null | undefined;
  /** Also what that comes to in money over the range. */
  readonly withSpan?: boolean;
}

/** What one unit costs; over a range of face values, what one unit of face value costs. */
export function UnitPrice({ price, currency, range = null, withSpan = false }: UnitPriceProps): ReactNode {
  const t = useT('common');
  const format = useFormat();
  const moneyText = useMoneyText();
  const { formatMoney } = useUi();
  if (price === null) return <span className={classes['quiet']}>—</span>;
  const parts = formatMoney('0', currency);
  const sign = <span className={classes['quiet']}>{parts.currency}</span>;
  const figure = format.decimal(price, isCurrencyCode(currency) ? exponentOf(currency) : 2);
  const shown = parts.currencyFirst ? (
    <>
      {sign}
      {figure}
    </>
  ) : (
    <>
      {figure} {sign}
    </>
  );
  if (range === null) return <span className={classes['price']}>{shown}</span>;
  const span = withSpan ? faceSpanOf(price, currency, range) : undefined;
  return (
    <span className={classes['ranged']}>
      <span className={classes['price']}>{shown}</span>
      <small>{t('price.perFace', { currency: range.currency })}</small>
      {span === undefined ? null : (
        <small>
          {t('price.span', {
            least: moneyText({ amount: span.least, currency }),
            most: moneyText({ amount: span.most, currency }),
          })}
        </small>
      )}
    </span>
  );
}
