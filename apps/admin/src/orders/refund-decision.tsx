import type { RefundRowDto } from '@keyfall/contracts/order-schemas';
import { useT } from '@keyfall/i18n';
import { ConfirmAction, Money } from '@keyfall/ui';
import { useCan, useErrorNotice, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import { refreshOrders } from './refresh-orders.ts';

interface Decision {
  readonly verdict: 'approve' | 'reject';
  /** Why it is rejected. */
  readonly reason: string;
}

/** The second person's word on a refund that somebody asked for: approve or reject. */
export function RefundDecision({ refund }: { readonly refund: RefundRowDto }): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const withStepUp = useStepUp();
  const [wanted, setWanted] = useState<'approve' | 'reject' | undefined>(undefined);
  const decide = useMutation({
    mutationFn: ({ verdict, reason }: Decision) =>
      withStepUp(async () => {
        const refundId = refund.id;
        if (verdict === 'approve') await client.refunds.approve.mutate({ refundId });
        else await client.refunds.reject.mutate({ refundId, reason });
      }),
    onSuccess: async (_, { verdict }) => {
      setWanted(undefined);
      toast.success(t(verdict === 'approve' ? 'orders.refundApproved' : 'orders.refundRejected'));
      await refreshOrders();
    },
  });
  if (refund.state !== 'requested' || !can('refunds.approve')) return null;
  if (refund.isOwn) return <p className="quiet small">{t('orders.ownRefund')}</p>;
  const label = wanted === 'reject' ? t('common:actions.reject') : t('common:actions.approve');
  return (
    <Group gap="xs" mt={6}>
      <Button size="xs" onClick={() => setWanted('approve')}>
        {t('common:actions.approve')}
      </Button>
      <Button size="xs" variant="default" onClick={() => setWanted('reject')}>
        {t('common:actions.reject')}
      </Button>
      <ConfirmAction
        opened={wanted !== undefined}
        onClose={() => setWanted(undefined)}
        title={t(wanted === 'reject' ? 'orders.rejectRefund' : 'orders.approveRefund')}
        danger={wanted === 'reject'}
        description={t(wanted === 'reject' ? 'orders.rejectEffect' : 'orders.approveEffect')}
        facts={[
          { label: t('orders.number'), value: refund.orderNo },
          { label: t('common:labels.reason'), value: refund.reason },
          { label: t('common:labels.amount'), value: <Money {...refund.amount} />, align: 'end', strong: true },
        ]}
        confirmLabel={label}
        busy={decide.isPending}
        error={noticeOf(decide.error)}
        reason={wanted === 'reject' ? 'required' : 'none'}
        onConfirm={({ reason = '' }) => (wanted === undefined ? undefined : decide.mutate({ verdict: wanted, reason }))}
      />
    </Group>
  );
}
