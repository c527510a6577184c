import { useT } from '@keyfall/i18n';
import { ConfirmAction } from '@keyfall/ui';
import { useCan } from '@keyfall/web';
import { useAct } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';

type Account = Outputs['payments']['accounts'][number];

/** Whether a provider gives its fee back with a refund, and changing it. */
export function FeeOnRefund({ account }: { readonly account: Account }): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const [asking, setAsking] = useState(false);
  const next = account.feeOnRefund === 'kept' ? 'returned' : 'kept';
  const { run, ...state } = useAct(
    () => client.payments.changeAccount.mutate({ accountId: account.id, feeOnRefund: next }),
    {
      said: t('common:messages.saved'),
      onDone: () => setAsking(false),
      refresh: () => queryClient.invalidateQueries({ queryKey: trpc.payments.pathKey() }),
    },
  );
  const shown = t(`controls.feeOnRefunds.${account.feeOnRefund}`);
  if (!can('payments.configure')) return shown;
  const label = t(next === 'returned' ? 'controls.feeToReturned' : 'controls.feeToKept');
  return (
    <>
      <Button size="compact-xs" variant="subtle" onClick={() => setAsking(true)}>
        {shown}
      </Button>
      <ConfirmAction
        opened={asking}
        onClose={() => setAsking(false)}
        title={label}
        description={t('controls.feeChangeHelp')}
        facts={[{ label: t('payments.account'), value: account.name }]}
        confirmLabel={label}
        {...state}
        onConfirm={() => run()}
      />
    </>
  );
}
