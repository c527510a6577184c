import type { OrderDetailDto } from '@keyfall/contracts/order-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction } from '@keyfall/ui';
import { useErrorNotice } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { IconFlag, IconFlagOff } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import { refreshOrders } from './refresh-orders.ts';

/** Doubts an order with a reason, so that its income waits longer; or takes the doubt back. */
export function DoubtButton({ order }: { readonly order: OrderDetailDto }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const [asking, setAsking] = useState(false);
  const { doubt } = order;
  const act = t(doubt === null ? 'orders.doubt' : 'orders.trust');
  const run = useMutation({
    mutationFn: (note: string | null) => client.withdrawals.flagOrder.mutate({ orderNo: order.orderNo, note }),
    onSuccess: async () => {
      setAsking(false);
      toast.success(t('common:messages.saved'));
      await refreshOrders();
    },
  });
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
        busy={run.isPending}
        error={noticeOf(run.error)}
        onConfirm={({ reason = '' }) => run.mutate(doubt === null ? reason : null)}
      />
    </>
  );
}
