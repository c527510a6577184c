import { useFormat, useT } from '@keyfall/i18n';
import { Money } from '@keyfall/ui';
import { IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { ProductCover } from '../parts/product-cover.tsx';
import { QuantityStepper } from '../parts/quantity-stepper.tsx';
import type { CartItem } from './cart-store.ts';
import { isShort, useLineProblem } from './line-problem.ts';
import type { QuoteLine } from './line-problem.ts';
import classes from './cart.module.css';

export interface CartLineProps {
  readonly item: CartItem;
  /** Missing while the server is being asked. */
  readonly quoted: QuoteLine | undefined;
  readonly onQuantity: (quantity: number) => void;
  readonly onRemove: () => void;
}

const QUANTITY_MAX = 100_000;

/** One line of the cart. */
export function CartLine({ item, quoted, onQuantity, onRemove }: CartLineProps): ReactNode {
  const t = useT('shop');
  const format = useFormat();
  const problemOf = useLineProblem();
  const problem = problemOf(quoted);
  const left = quoted !== undefined && isShort(quoted) ? (quoted.available ?? 0) : undefined;
  const now = quoted?.unitPrice ?? null;
  const isRepriced = now !== null && item.faceValue === undefined && trimmed(now) !== trimmed(item.seenPrice);
  return (
    <li className={classes['line']} data-problem={problem !== undefined || undefined}>
      <a href={links.product(item.slug)} className={classes['cover']} tabIndex={-1} aria-hidden="true">
        <ProductCover seed={item.slug} name={item.name} imageId={item.imageId ?? null} />
      </a>
      <div className={classes['what']}>
        <a href={links.product(item.slug)} className={classes['name']}>
          {item.name}
        </a>
        <span className={classes['detail']}>{item.skuName}</span>
        <LineDetails item={item} />
      </div>
      <button
        type="button"
        className={classes['remove']}
        aria-label={t('cart.remove', { name: item.name })}
        onClick={onRemove}
      >
        <IconTrash size={19} aria-hidden />
      </button>
      <div className={classes['figures']}>
        <QuantityStepper
          value={item.quantity}
          min={1}
          max={QUANTITY_MAX}
          label={t('cart.quantityOf', { name: item.name })}
          onChange={onQuantity}
        />
        <span className={classes['amount']}>{quoted === undefined ? '—' : <Money {...quoted.amount} />}</span>
      </div>
      {problem === undefined ? null : (
        <p className={classes['problem']} role="alert">
          {problem}{' '}
          {left === undefined || left === 0 ? null : (
            <button type="button" onClick={() => onQuantity(left)}>
              {t('cart.useMax', { count: left })}
            </button>
          )}
          {quoted?.problem?.code === 'account_fields_invalid' ? (
            <a href={links.product(item.slug)}>{t('cart.editProduct')}</a>
          ) : null}
        </p>
      )}
      {isRepriced ? (
        <output className={classes['repriced']}>
          {t('cart.repriced', { before: format.decimal(item.seenPrice, 2), now: format.decimal(now, 2) })}
        </output>
      ) : null}
    </li>
  );
}

/** Face value and account of a line, where it has them. */
export function LineDetails({ item }: { readonly item: Pick<CartItem, 'faceValue' | 'account'> }): ReactNode {
  const t = useT('shop');
  const format = useFormat();
  return (
    <>
      {item.faceValue === undefined ? null : (
        <span className={classes['detail']}>{t('cart.face', { value: format.decimal(item.faceValue) })}</span>
      )}
      {item.account === undefined ? null : (
        <span className={classes['detail']}>
          {t('cart.account', { account: Object.values(item.account).join(' · ') })}
        </span>
      )}
    </>
  );
}

/** Decimal texts that mean the same become the same. */
function trimmed(price: string): string {
  return price.includes('.') ? price.replace(/\.?0+$/, '') : price;
}
