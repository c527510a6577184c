import { requestRefundInputSchema } from '@keyfall/contracts/order-schemas';
import type { OrderDetailDto } from '@keyfall/contracts/order-schemas';
import { useT } from '@keyfall/i18n';
import { ErrorState, MoneyField } from '@keyfall/ui';
import { fullAmount, useErrorNotice } from '@keyfall/web';
import { RefundUnitsFields, readRefundUnits, useToast } from '@keyfall/web/office';
import type { TypedUnits } from '@keyfall/web/office';
import { Button, Group, Modal, SegmentedControl, Stack, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import { refreshOrders } from './refresh-orders.ts';

type Mode = 'all' | 'units' | 'goodwill';

export interface RefundRequestProps {
  readonly order: OrderDetailDto;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Asks for a refund: all that is left, chosen units of lines, or an amount of goodwill. Another person approves it. */
export function RefundRequest({ order, opened, onClose }: RefundRequestProps): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const [mode, setMode] = useState<Mode>('all');
  const [typed, setTyped] = useState<Readonly<Record<number, TypedUnits>>>({});
  const [goodwill, setGoodwill] = useState('');
  const [reason, setReason] = useState('');
  const input = requestRefundInputSchema.safeParse({
    orderNo: order.orderNo,
    reason,
    ...(mode === 'units' ? { units: readRefundUnits(order.lines, typed) ?? [] } : {}),
    ...(mode === 'goodwill'
      ? { goodwill: { amount: fullAmount(goodwill, order.amount.currency), currency: order.amount.currency } }
      : {}),
  });
  const ask = useMutation({
    mutationFn: (wish: Parameters<typeof client.refunds.request.mutate>[0]) => client.refunds.request.mutate(wish),
    onSuccess: async () => {
      toast.success(t('orders.refundRequested'));
      onClose();
      await refreshOrders();
    },
  });
  const notice = noticeOf(ask.error);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('orders.requestRefund')}
      centered
      size={520}
      closeButtonProps={{ 'aria-label': t('common:actions.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (input.success) ask.mutate(input.data);
        }}
      >
        <Stack gap="md">
          <SegmentedControl
            aria-label={t('orders.refundOf')}
            value={mode}
            onChange={(value) => setMode(value === 'units' || value === 'goodwill' ? value : 'all')}
            data={(['all', 'units', 'goodwill'] as const).map((each) => ({
              value: each,
              label: t(`orders.refundModes.${each}`),
            }))}
          />
          <p className="quiet small" style={{ margin: 0 }}>
            {t(`orders.refundModeHelp.${mode}`)}
          </p>
          {mode === 'units' ? <RefundUnitsFields lines={order.lines} typed={typed} onChange={setTyped} /> : null}
          {mode === 'goodwill' ? (
            <MoneyField
              label={t('common:labels.amount')}
              required
              value={goodwill}
              onChange={setGoodwill}
              currency={order.amount.currency}
            />
          ) : null}
          <Textarea
            label={t('common:labels.reason')}
            required
            maxLength={500}
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {notice === undefined ? null : <ErrorState compact error={notice} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:actions.cancel')}
            </Button>
            <Button type="submit" disabled={!input.success} loading={ask.isPending}>
              {t('orders.requestRefund')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
