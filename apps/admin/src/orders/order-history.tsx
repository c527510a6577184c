import type { OrderDetailDto } from '@keyfall/contracts/order-schemas';
import { useI18n, useT } from '@keyfall/i18n';
import { PanelSection, StateBadge, Timeline } from '@keyfall/ui';
import { useOrderEventDetail } from '@keyfall/web/office';
import { Group } from '@mantine/core';
import type { ReactNode } from 'react';

/** Everything that happened to the order, newest first, and by whom. */
export function OrderHistory({ order }: { readonly order: OrderDetailDto }): ReactNode {
  const t = useT('admin');
  const { lookUp } = useI18n();
  const detailOf = useOrderEventDetail();
  return (
    <PanelSection title={t('orders.history')}>
      <Timeline
        label={t('orders.history')}
        entries={order.events.toReversed().map((event) => {
          const detail = detailOf(event, order.lines.length);
          return {
            id: event.id,
            at: event.at,
            title: (
              <Group gap={6}>
                {lookUp(`admin:orders.events.${event.kind}`) ?? event.kind}
                {event.public ? null : <StateBadge tone="neutral">{t('orders.internal')}</StateBadge>}
              </Group>
            ),
            ...(event.actorName === null ? {} : { actor: event.actorName }),
            ...(detail === undefined ? {} : { detail }),
          };
        })}
      />
    </PanelSection>
  );
}
