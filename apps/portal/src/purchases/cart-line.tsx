import { useI18n, useT } from '@keyfall/i18n';
import { Money } from '@keyfall/ui';
import { UnitPrice, errorSentence } from '@keyfall/web';
import { ActionIcon, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Outputs } from '../api.ts';
import type { TypedLine } from './use-cart.ts';
import classes from './purchases.module.css';

export interface CartLineProps {
  readonly line: TypedLine;
  readonly priced: Outputs['purchases']['quote']['lines'][number] | undefined;
  readonly currency: string;
  readonly onChange: (change: { quantity?: string; faceValue?: string }) => void;
  readonly onRemove: () => void;
}

/** One good with its quantity, and its price at that quantity. */
export function CartLine({ line, priced, currency, onChange, onRemove }: CartLineProps): ReactNode {
  const t = useT('portal');
  const i18n = useI18n();
  const { goods } = line;
  return (
    <div className={classes['line']}>
      <span className={classes['name']}>{goods.name}</span>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('purchases.removeLine', { name: goods.name })}
        onClick={onRemove}
      >
        <IconX size={16} aria-hidden />
      </ActionIcon>
      <div className={classes['fields']}>
        <TextInput
          aria-label={t('purchases.quantityOf', { name: goods.name })}
          inputMode="numeric"
          maxLength={9}
          value={line.quantity}
          onChange={(event) => onChange({ quantity: event.currentTarget.value })}
        />
        {goods.faceRange === null ? null : (
          <TextInput
            aria-label={t('purchases.faceOf', { name: goods.name })}
            placeholder={t('purchases.faceHelp', goods.faceRange)}
            inputMode="decimal"
            maxLength={14}
            value={line.faceValue}
            onChange={(event) => onChange({ faceValue: event.currentTarget.value })}
          />
        )}
      </div>
      <div style={{ textAlign: 'end' }}>
        {priced?.amount == null ? '—' : <Money {...priced.amount} />}
        <div className={classes['quiet']}>
          {priced?.unitPrice == null ? null : (
            <UnitPrice price={priced.unitPrice} currency={currency} range={goods.faceRange} />
          )}
        </div>
      </div>
      {priced?.problem == null ? null : (
        <p className={classes['problem']}>{errorSentence(i18n, priced.problem, { available: priced.available })}</p>
      )}
    </div>
  );
}
