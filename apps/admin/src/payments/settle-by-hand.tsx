import type { RefundRowDto } from '@keyfall/contracts/order-schemas';
import { useT } from '@keyfall/i18n';
import { ConfirmAction, Money } from '@keyfall/ui';
import { useCan } from '@keyfall/web';
import { useAct } from '@keyfall/web/office';
import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import { refreshOrders } from '../orders/refresh-orders.ts';

/** Ends a refund that its provider will not do: a person says that the money was sent back in another way. */
export function SettleByHand({ refund }: { readonly refund: RefundRowDto }): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const [asking, setAsking] = useState(false);
  const { run, ...waiting } = useAct(
    (reference: string) => client.refunds.settleByHand.mutate({ refundId: refund.id, reference }),
    {
      said: t('controls.settled'),
      onDone: () => setAsking(false),
      refresh: () =>
        Promise.all([refreshOrders(), queryClient.invalidateQueries({ queryKey: trpc.payments.pathKey() })]),
    },
  );
  if (refund.state !== 'failed' || refund.isOwn || !can('payments.resolve')) return null;
  return (
    <Group gap="xs" mt={6}>
      <Button size="xs" variant="default" onClick={() => setAsking(true)}>
        {t('controls.settle')}
      </Button>
      <ConfirmAction
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('controls.settleTitle')}
        description={t('controls.settleHelp')}
        facts={[
          { label: t('orders.number'), value: refund.orderNo },
          { label: t('common:labels.amount'), value: <Money {...refund.amount} />, align: 'end', strong: true },
        ]}
        reason="required"
        confirmLabel={t('controls.settle')}
        {...waiting}
        onConfirm={({ reason = '' }) => run(reason.slice(0, 200))}
      />
    </Group>
  );
}
