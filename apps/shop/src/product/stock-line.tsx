import { useFormat, useT } from '@keyfall/i18n';
import { IconClock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Price } from '../parts/price.tsx';
import { picksFromStock } from './use-choice.ts';
import type { Choice } from './use-choice.ts';
import classes from './product.module.css';

/** Price and stock of what is chosen, said anew when either changes; and when it comes, if that is not at once. */
export function StockLine({ choice }: { readonly choice: Choice }): ReactNode {
  const t = useT('shop');
  const format = useFormat();
  const { sku, quantityMax } = choice;
  const left = picksFromStock(sku) ? quantityMax : sku.available;
  const isFew = sku.stock === 'low' && left > 0 && left < 99;
  return (
    <>
      <div className={classes['priceLine']}>
        {sku.range === null ? (
          <span className={classes['price']}>
            <Price price={sku.unitPrice} currency={sku.currency} />
          </span>
        ) : (
          <span className={classes['rate']}>
            <Price price={sku.unitPrice} currency={sku.currency} /> / 1 {sku.range.currency}
          </span>
        )}
        <output className={classes['stock']} data-stock={sku.stock}>
          {isFew ? t('stock.left', { count: left }) : t(`stock.${sku.stock}`)}
        </output>
      </div>
      {sku.deliveryDelaySeconds === 0 ? null : (
        <p className={classes['delay']}>
          <IconClock size={18} aria-hidden />
          {t('product.delayed', { delay: format.durationSeconds(sku.deliveryDelaySeconds) })}
        </p>
      )}
    </>
  );
}
