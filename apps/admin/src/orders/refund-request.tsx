import { requestRefundInputSchema } from '@keyfall/contracts/order-schemas';
import type { OrderDetailDto } from '@keyfall/contracts/order-schemas';
import { useT } from '@keyfall/i18n';
import { ErrorState, MoneyField } from '@keyfall/ui';
import { useErrorNotice } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, Group, Modal, SegmentedControl, Stack, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import { WholeField } from '../parts/typed-fields.tsx';
import { refreshOrders } from './refresh-orders.ts';

type Mode = 'all' | 'units' | 'goodwill';
interface Units {
  readonly delivered: string;
  readonly undelivered: string;
}

const NONE: Units = { delivered: '0', undelivered: '0' };
const countOf = (text: string): number => (/^\d{1,6}$/.test(text) ? Number(text) : -1);

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
  const [units, setUnits] = useState<Readonly<Record<number, Units>>>({});
  const [goodwill, setGoodwill] = useState('');
  const [reason, setReason] = useState('');
  const chosen = order.lines
    .map(({ line }) => ({
      line,
      delivered: countOf(units[line]?.delivered ?? '0'),
      undelivered: countOf(units[line]?.undelivered ?? '0'),
    }))
    .filter(({ delivered, undelivered }) => delivered !== 0 || undelivered !== 0);
  const input = requestRefundInputSchema.safeParse({
    orderNo: order.orderNo,
    reason,
    ...(mode === 'units' ? { units: chosen } : {}),
    ...(mode === 'goodwill' ? { goodwill: { amount: goodwill, currency: order.amount.currency } } : {}),
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
          {mode === 'units'
            ? order.lines.map((line) => (
                <UnitFields
                  key={line.line}
                  line={line}
                  value={units[line.line] ?? NONE}
                  onChange={(next) => setUnits({ ...units, [line.line]: next })}
                />
              ))
            : null}
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

interface UnitFieldsProps {
  readonly line: OrderDetailDto['lines'][number];
  readonly value: Units;
  readonly onChange: (units: Units) => void;
}

function UnitFields({ line, value, onChange }: UnitFieldsProps): ReactNode {
  const t = useT('admin');
  const open = line.quantity - line.delivered - line.refundedOpen;
  return (
    <div>
      <strong>{`${line.productName} · ${line.skuName}`}</strong>
      <Group grow align="start" mt={4}>
        <WholeField
          label={t('orders.deliveredUnits')}
          description={t('orders.atMost', { count: line.delivered })}
          value={value.delivered}
          onChange={(event) => onChange({ ...value, delivered: event.currentTarget.value })}
        />
        <WholeField
          label={t('orders.openUnits')}
          description={t('orders.atMost', { count: open })}
          value={value.undelivered}
          onChange={(event) => onChange({ ...value, undelivered: event.currentTarget.value })}
        />
      </Group>
    </div>
  );
}
