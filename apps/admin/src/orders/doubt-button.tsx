import type { OrderDetailDto } from '@keyfall/contracts/order-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction } from '@keyfall/ui';
import { useAct } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { IconFlag, IconFlagOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import { refreshOrders } from './refresh-orders.ts';

/** Doubts an order with a reason, so that its income waits longer; or takes the doubt back. */
export function DoubtButton({ order }: { readonly order: OrderDetailDto }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const { doubt } = order;
  const act = t(doubt === null ? 'orders.doubt' : 'orders.trust');
  const { run, ...state } = useAct(
    (note: string | null) => client.withdrawals.flagOrder.mutate({ orderNo: order.orderNo, note }),
    {
      said: t('common:messages.saved'),
      onDone: () => setAsking(false),
      refresh: refreshOrders,
    },
  );
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={doubt === null ? <IconFlag size={14} /> : <IconFlagOff size={14} />}
        onClick={() => setAsking(true)}
      >
        {act}
      </Button>
      <ConfirmAction
        opened={asking}
        onClose={() => setAsking(false)}
        title={act}
        description={t(doubt === null ? 'orders.doubtHelp' : 'orders.trustHelp')}
        facts={[
          { label: t('orders.number'), value: order.orderNo },
          ...(doubt === null
            ? []
            : [
                { label: t('orders.doubted'), value: format.dateTime(doubt.since) },
                { label: t('orders.doubtNote'), value: doubt.note },
              ]),
        ]}
        reason={doubt === null ? 'required' : 'none'}
        confirmLabel={act}
        {...state}
        onConfirm={({ reason = '' }) => run(doubt === null ? reason : null)}
      />
    </>
  );
}
