import { useT } from '@keyfall/i18n';
import { ErrorState } from '@keyfall/ui';
import { useErrorNotice } from '@keyfall/web';
import { Skeleton } from '@mantine/core';
import { IconCreditCard } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { PaymentMethodDto } from '../orders-api.ts';
import classes from './checkout.module.css';

export interface PaymentChoiceProps {
  readonly methods: UseQueryResult<readonly PaymentMethodDto[]>;
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
}

/** The ways to pay, the first one chosen. */
export function PaymentChoice({ methods, chosen, onChoose }: PaymentChoiceProps): ReactNode {
  const t = useT('shop');
  const noticeOf = useErrorNotice();
  if (methods.data === undefined) {
    const notice = noticeOf(methods.error);
    return notice === undefined ? (
      <Skeleton height={56} radius="md" />
    ) : (
      <ErrorState compact error={notice} onRetry={() => void methods.refetch()} />
    );
  }
  if (methods.data.length === 0) return <p role="alert">{t('checkout.noMethods')}</p>;
  return (
    <div className={classes['methods']} role="radiogroup" aria-label={t('checkout.payTitle')}>
      {methods.data.map((method) => (
        <label key={method.id} className={classes['method']}>
          <input type="radio" name="method" checked={method.id === chosen} onChange={() => onChoose(method.id)} />
          <IconCreditCard size={22} aria-hidden />
          <span>{method.name}</span>
        </label>
      ))}
    </div>
  );
}
