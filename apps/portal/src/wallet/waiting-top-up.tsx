import { useT } from '@keyfall/i18n';
import { useMoneyText } from '@keyfall/web';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { queryClient, trpc } from '../api.ts';
import classes from './wallet.module.css';

const LOOK_EVERY_MS = 1_500;

/** Back from the gateway: looks until the payment has arrived. */
export function WaitingTopUp({ topUpId }: { readonly topUpId: string }): ReactNode {
  const t = useT('portal');
  const moneyText = useMoneyText();
  const query = useQuery({
    ...trpc.wallet.topUp.queryOptions({ topUpId }),
    refetchInterval: (state) => (state.state.data?.state === 'awaiting_payment' ? LOOK_EVERY_MS : false),
  });
  const state = query.data?.state;
  useEffect(() => {
    if (state === 'confirmed') void queryClient.invalidateQueries({ queryKey: trpc.wallet.get.queryKey() });
    if (state === 'confirmed') void queryClient.invalidateQueries({ queryKey: trpc.wallet.entries.pathKey() });
  }, [state]);
  if (query.data === undefined || (state !== 'awaiting_payment' && state !== 'confirmed' && state !== 'closed'))
    return null;
  return (
    <output className={`${classes['notice'] ?? ''} ${state === 'confirmed' ? (classes['good'] ?? '') : ''}`}>
      {state === 'closed'
        ? t('wallet.waiting.closed')
        : t(`wallet.waiting.${state}`, { amount: moneyText(query.data.amount) })}
    </output>
  );
}
