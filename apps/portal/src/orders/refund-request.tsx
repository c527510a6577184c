import type { PortalOrderDto } from '@keyfall/contracts/order-schemas';
import { useT } from '@keyfall/i18n';
import { ConfirmAction, Money, MoneyField } from '@keyfall/ui';
import { Can, readAmount, useErrorNotice, useMoneyText } from '@keyfall/web';
import { RefundUnitsFields, readRefundUnits, useToast } from '@keyfall/web/office';
import type { TypedUnits } from '@keyfall/web/office';
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

/** Asks the wholesaler to give the buyer money back: all that is left, chosen units, or an amount out of goodwill. */
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

const KINDS = ['rest', 'units', 'goodwill'] as const;
type Kind = (typeof KINDS)[number];

function RefundDialog({ order, onClose }: { readonly order: PortalOrderDto; readonly onClose: () => void }): ReactNode {
  const t = useT('portal');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const moneyText = useMoneyText();
  const [what, setWhat] = useState<Kind>('rest');
  const [amount, setAmount] = useState('');
  const [typed, setTyped] = useState<Readonly<Record<number, TypedUnits>>>({});
  const units = readRefundUnits(order.lines, typed);
  const { currency } = order.amount;
  const goodwill = readAmount(amount, currency);
  const request = useMutation({
    mutationFn: (reason: string) =>
      client.orders.requestRefund.mutate({
        orderNo: order.orderNo,
        reason,
        ...(what === 'goodwill' && goodwill !== undefined ? { goodwill } : {}),
        ...(what === 'units' ? { units: [...(units ?? [])] } : {}),
      }),
    onSuccess: async (asked) => {
      toast.success(t('orders.refund.asked', { amount: moneyText(asked.amount) }));
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
            onChange={(next) => setWhat(KINDS.find((kind) => kind === next) ?? 'rest')}
            data={KINDS.map((value) => ({ value, label: t(`orders.refund.kinds.${value}`) }))}
          />
          {what === 'units' ? <RefundUnitsFields lines={order.lines} typed={typed} onChange={setTyped} /> : null}
          {what === 'goodwill' ? (
            <MoneyField
              label={t('common:labels.amount')}
              value={amount}
              onChange={setAmount}
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
      canConfirm={what === 'units' ? units !== undefined : what === 'rest' || goodwill !== undefined}
      busy={request.isPending}
      error={noticeOf(request.error)}
      onConfirm={({ reason }) => request.mutate(reason ?? '')}
    />
  );
}
