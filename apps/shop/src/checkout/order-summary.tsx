import { useFormat, useT } from '@keyfall/i18n';
import { Money } from '@keyfall/ui';
import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { LineDetails } from '../cart/cart-line.tsx';
import { lineKey } from '../cart/cart-store.ts';
import type { CartItem } from '../cart/cart-store.ts';
import { useLineProblem } from '../cart/line-problem.ts';
import type { QuoteDto } from '../orders-api.ts';
import classes from './checkout.module.css';

/** What will be bought at which price, with what is wrong beside the line it concerns. */
export function OrderSummary({
  items,
  quote,
}: {
  readonly items: readonly CartItem[];
  readonly quote: QuoteDto | undefined;
}): ReactNode {
  const t = useT('shop');
  const format = useFormat();
  const problemOf = useLineProblem();
  return (
    <>
      <ul className={classes['lines']}>
        {items.map((item, index) => {
          const line = quote?.lines[index];
          const problem = problemOf(line);
          return (
            <li key={lineKey(item)} className={classes['line']}>
              <span className={classes['lineWhat']}>
                <strong>{item.name}</strong>
                <span>
                  {item.skuName} × {format.number(item.quantity)}
                </span>
                <LineDetails item={item} />
                {problem === undefined ? null : (
                  <span className={classes['problem']} role="alert">
                    {problem}
                  </span>
                )}
              </span>
              {line === undefined ? <Skeleton height={18} width={64} /> : <Money {...line.amount} />}
            </li>
          );
        })}
      </ul>
      <p className={classes['sum']}>
        <span>{t('cart.total')}</span>
        {quote === undefined ? <Skeleton height={24} width={96} /> : <Money {...quote.total} size="large" />}
      </p>
    </>
  );
}
