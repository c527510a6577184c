import { useT } from '@keyfall/i18n';
import { EmptyState, ErrorState, Money } from '@keyfall/ui';
import { useErrorNotice, useTitle } from '@keyfall/web';
import { Button } from '@mantine/core';
import { IconShoppingBag } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { shop } from '../boot.ts';
import { links } from '../links.ts';
import pageClasses from '../parts/page.module.css';
import { lineKey, removeFromCart, restoreToCart, setQuantity, useCart } from './cart-store.ts';
import type { CartItem } from './cart-store.ts';
import { CartLine } from './cart-line.tsx';
import { isShort } from './line-problem.ts';
import { useQuote } from './use-quote.ts';
import classes from './cart.module.css';

/** The cart: lines with the price of this moment, what is wrong with them, and the way to checkout. */
export function CartPage(): ReactNode {
  const t = useT('shop');
  const items = useCart();
  const noticeOf = useErrorNotice();
  const quote = useQuote(items);
  const [removed, setRemoved] = useState<{ readonly item: CartItem; readonly index: number } | undefined>(undefined);
  useTitle(t('cart.title'), shop.name);
  const lines = quote.isPlaceholderData ? undefined : quote.data?.lines;
  const isSettled = lines !== undefined && lines.length === items.length;
  const canOrder = isSettled && quote.data?.canOrder === true && !lines.some(isShort);
  const notice = quote.data === undefined ? noticeOf(quote.error) : undefined;
  return (
    <div className={pageClasses['page']}>
      <h1 className={pageClasses['title']} data-page-title>
        {t('cart.title')}
      </h1>
      <output className={classes['undo']}>
        {removed === undefined ? null : (
          <>
            {t('cart.removed')}: {removed.item.name}{' '}
            <button
              type="button"
              onClick={() => {
                restoreToCart(removed.item, removed.index);
                setRemoved(undefined);
              }}
            >
              {t('cart.undo')}
            </button>
          </>
        )}
      </output>
      {items.length === 0 ? (
        <EmptyState
          icon={<IconShoppingBag size={28} />}
          title={t('cart.empty')}
          description={t('cart.emptyHelp')}
          action={
            <Button component="a" href={links.home}>
              {t('cart.toShop')}
            </Button>
          }
        />
      ) : (
        <>
          {notice === undefined ? null : <ErrorState compact error={notice} onRetry={() => void quote.refetch()} />}
          <ul className={classes['lines']}>
            {items.map((item, index) => (
              <CartLine
                key={lineKey(item)}
                item={item}
                quoted={isSettled ? lines[index] : undefined}
                onQuantity={(quantity) => setQuantity(lineKey(item), quantity)}
                onRemove={() => {
                  removeFromCart(lineKey(item));
                  setRemoved({ item, index });
                }}
              />
            ))}
          </ul>
          {isSettled && !canOrder ? <output className={classes['fix']}>{t('cart.fix')}</output> : null}
          <div className={classes['bar']}>
            <div className={classes['total']} aria-live="polite" aria-busy={!isSettled}>
              <span>{t('cart.total')}</span>
              {quote.data === undefined ? '—' : <Money {...quote.data.total} size="large" />}
            </div>
            {canOrder ? (
              <Button component="a" href={links.checkout} className={classes['go'] ?? ''}>
                {t('cart.checkout')}
              </Button>
            ) : (
              <Button disabled className={classes['go'] ?? ''}>
                {isSettled ? t('cart.checkout') : t('cart.updating')}
              </Button>
            )}
          </div>
        </>
      )}
    </div>
  );
}
