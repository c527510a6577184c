import type { OrderDetailDto } from '@keyfall/contracts/order-schemas';
import { useT } from '@keyfall/i18n';
import { ConfirmAction, Money } from '@keyfall/ui';
import { useCan, useErrorNotice } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, Group } from '@mantine/core';
import { IconMail, IconReceiptRefund, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import { DoubtButton } from './doubt-button.tsx';
import { refreshOrders } from './refresh-orders.ts';
import { RefundRequest } from './refund-request.tsx';

/** What can be done with an order in its state by somebody with these permissions. */
export function OrderActions({ order }: { readonly order: OrderDetailDto }): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const [asking, setAsking] = useState<'refund' | 'cancel' | 'resend' | undefined>(undefined);
  const cancel = useMutation({
    mutationFn: () => client.orders.cancel.mutate({ orderNo: order.orderNo }),
    onSuccess: async () => {
      setAsking(undefined);
      toast.success(t('orders.cancelled'));
      await refreshOrders();
    },
  });
  const resend = useMutation({
    mutationFn: () => client.orders.resend.mutate({ orderNo: order.orderNo }),
    onSuccess: () => {
      setAsking(undefined);
      toast.success(t('orders.mailSent'));
    },
  });
  const isPaid = order.paidAt !== null;
  const canResend = order.contactMail !== null && order.lines.some((line) => line.delivered > 0);
  return (
    <Group gap="xs" mt="sm">
      {isPaid && can('refunds.request') ? (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconReceiptRefund size={14} />}
          onClick={() => setAsking('refund')}
        >
          {t('orders.requestRefund')}
        </Button>
      ) : null}
      {canResend && can('orders.resend') ? (
        <Button variant="default" size="xs" leftSection={<IconMail size={14} />} onClick={() => setAsking('resend')}>
          {t('orders.resendMail')}
        </Button>
      ) : null}
      {order.state === 'awaiting_payment' && can('orders.cancel') ? (
        <Button variant="default" size="xs" leftSection={<IconX size={14} />} onClick={() => setAsking('cancel')}>
          {t('orders.cancel')}
        </Button>
      ) : null}
      {isPaid && can('orders.review') ? <DoubtButton order={order} /> : null}
      <RefundRequest
        key={asking === 'refund' ? 'open' : 'closed'}
        order={order}
        opened={asking === 'refund'}
        onClose={() => setAsking(undefined)}
      />
      <ConfirmAction
        opened={asking === 'resend'}
        onClose={() => setAsking(undefined)}
        title={t('orders.resendMail')}
        description={t('orders.resendHelp')}
        facts={[{ label: t('common:labels.mail'), value: order.contactMail }]}
        confirmLabel={t('common:actions.send')}
        busy={resend.isPending}
        error={noticeOf(resend.error)}
        onConfirm={() => resend.mutate()}
      />
      <ConfirmAction
        opened={asking === 'cancel'}
        onClose={() => setAsking(undefined)}
        danger
        title={t('orders.cancel')}
        description={t('orders.cancelHelp')}
        facts={[
          { label: t('orders.number'), value: order.orderNo },
          { label: t('common:labels.amount'), value: <Money {...order.amount} />, align: 'end' },
        ]}
        confirmLabel={t('orders.cancel')}
        busy={cancel.isPending}
        error={noticeOf(cancel.error)}
        onConfirm={() => cancel.mutate()}
      />
    </Group>
  );
}
