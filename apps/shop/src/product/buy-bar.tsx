import { lineTotal } from '@keyfall/web';
import { useT } from '@keyfall/i18n';
import { Money } from '@keyfall/ui';
import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import type { Choice } from './use-choice.ts';
import classes from './product.module.css';

export interface BuyBarProps {
  readonly choice: Choice;
  readonly added: boolean;
  readonly onBuy: () => void;
  readonly onAdd: () => void;
}

/** What it comes to and the way to pay; stays in sight at the foot of a phone. */
export function BuyBar({ choice, added, onBuy, onAdd }: BuyBarProps): ReactNode {
  const t = useT('shop');
  const { sku, quantity, faceValue, missing } = choice;
  const total = lineTotal(quantity, sku.unitPrice, sku.currency, sku.range === null ? undefined : faceValue);
  const isOut = missing === 'stock';
  return (
    <div className={classes['bar']}>
      <div className={classes['total']} aria-live="polite">
        <span className={classes['totalLabel']}>{t('product.total')}</span>
        {total === undefined ? '—' : <Money amount={total} currency={sku.currency} />}
      </div>
      {added ? (
        <Button component="a" href={links.cart} variant="default" leftSection={<IconCheck size={18} aria-hidden />}>
          {t('product.viewCart')}
        </Button>
      ) : (
        <Button variant="default" disabled={isOut} onClick={onAdd}>
          {t('product.addToCart')}
        </Button>
      )}
      <Button disabled={isOut} onClick={onBuy} className={classes['buy'] ?? ''}>
        {isOut ? t('product.soldOut') : t('product.buyNow')}
      </Button>
      <output className={classes['said']}>{added ? t('product.added') : ''}</output>
    </div>
  );
}
