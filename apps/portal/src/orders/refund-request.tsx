import type { PortalOrderDto } from '@keyfall/contracts/order-schemas';
import { useT } from '@keyfall/i18n';
import { ConfirmAction, Money, MoneyField, normalizeAmount } from '@keyfall/ui';
import { Can, useErrorNotice, useMoneyText } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, SegmentedControl, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';

const PAID_STATES: ReadonlySet<PortalOrderDto['state']> = new Set([
  'in_review',
  'paid',
  'fulfilling',
  'delivered',
  'partly_delivered',
  'refund_only',
]);

/** Asks the wholesaler to give the buyer money back: all that is left, or an amount out of goodwill. */
export function RefundRequest({ order }: { readonly order: PortalOrderDto }): ReactNode {
  const t = useT('portal');
  const [asking, setAsking] = useState(false);
  if (!PAID_STATES.has(order.state) || order.amount.amount === order.refunded.amount) return null;
  return (
    <Can permission="refunds.request">
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('orders.refund.open')}
      </Button>
      {asking ? <RefundDialog order={order} onClose={() => setAsking(false)} /> : null}
    </Can>
  );
}

function RefundDialog({ order, onClose }: { readonly order: PortalOrderDto; readonly onClose: () => void }): ReactNode {
  const t = useT('portal');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const moneyText = useMoneyText();
  const [what, setWhat] = useState<'rest' | 'goodwill'>('rest');
  const [typed, setTyped] = useState('');
  const { currency } = order.amount;
  const request = useMutation({
    mutationFn: (reason: string) =>
      client.orders.requestRefund.mutate({
        orderNo: order.orderNo,
        reason,
        ...(what === 'goodwill' ? { goodwill: { amount: normalizeAmount(typed), currency } } : {}),
      }),
    onSuccess: async ({ amount }) => {
      toast.success(t('orders.refund.asked', { amount: moneyText(amount) }));
      await queryClient.invalidateQueries({ queryKey: trpc.orders.pathKey() });
      onClose();
    },
  });
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('orders.refund.open')}
      description={
        <Stack gap="sm">
          <span>{t('orders.refund.help')}</span>
          <SegmentedControl
            aria-label={t('orders.refund.what')}
            value={what}
            onChange={(next) => setWhat(next === 'goodwill' ? 'goodwill' : 'rest')}
            data={(['rest', 'goodwill'] as const).map((value) => ({ value, label: t(`orders.refund.kinds.${value}`) }))}
          />
          {what === 'goodwill' ? (
            <MoneyField
              label={t('common:labels.amount')}
              value={typed}
              onChange={setTyped}
              currency={currency}
              required
            />
          ) : null}
        </Stack>
      }
      facts={[
        { label: t('orders.number'), value: order.orderNo },
        { label: t('orders.paidAmount'), value: <Money {...order.amount} />, align: 'end' },
        { label: t('orders.refunded'), value: <Money {...order.refunded} />, align: 'end' },
      ]}
      reason="required"
      confirmLabel={t('orders.refund.send')}
      busy={request.isPending}
      error={noticeOf(request.error)}
      onConfirm={({ reason }) => request.mutate(reason ?? '')}
    />
  );
}
