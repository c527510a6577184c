import type { AlertKind } from '@keyfall/contracts/alerts';
import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { useToast } from '@keyfall/web/office';
import { Button, Group, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';

type Alert = Outputs['alerts']['list']['items'][number];

const SHOWN = 10;
/** All others close by themselves when their cause is gone. */
const CLOSED_BY_HAND: ReadonlySet<string> = new Set<AlertKind>([
  'refund.by_hand',
  'payment.provider_silent',
  'payment.unreadable',
  'payment.webhook_stuck',
  'mail.failed',
]);

/** Where one goes to do something about an alert. */
function hrefOf({ kind, subject, params }: Alert): string {
  const orderNo = params['order_no'];
  if (kind === 'order.manual_top_up') return `/orders/${subject}`;
  if (typeof orderNo === 'string') return `/orders/${orderNo}`;
  if (kind === 'low_stock' || kind === 'codes.expiring') return `/inventory?sku=${subject}`;
  if (kind.startsWith('refund.')) return '/payments?view=refunds';
  if (kind === 'payment.suspense') return '/payments?view=suspense';
  return '/payments?view=webhooks';
}

/** Open alerts, newest first; nothing at all while there is none. */
export function Alerts(): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const query = useQuery(trpc.alerts.list.queryOptions({ isOpen: true, limit: SHOWN }));
  const close = useMutation({
    mutationFn: (alertId: string) => client.alerts.close.mutate({ alertId }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.alerts.pathKey() }),
    onError: toast.error,
  });
  const alerts = query.data?.items ?? [];
  if (alerts.length === 0) return null;
  return (
    <section className="panel-card" aria-label={t('home.alerts')}>
      <h2>{t('home.alerts')}</h2>
      <Stack gap="xs">
        {alerts.map((alert) => (
          <AlertLine key={alert.id} alert={alert} onClose={() => close.mutate(alert.id)} />
        ))}
      </Stack>
    </section>
  );
}

function AlertLine({ alert, onClose }: { readonly alert: Alert; readonly onClose: () => void }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const { lookUp } = useI18n();
  const title = lookUp(`admin:home.alertKinds.${alert.kind.replace('.', '_')}`) ?? alert.kind;
  const facts = Object.entries(alert.params).flatMap(([name, value]) => {
    if (typeof value !== 'string' && typeof value !== 'number') return [];
    return lookUp(`admin:home.alertFacts.${name}`, { [name]: value }) ?? [];
  });
  return (
    <Group justify="space-between" wrap="nowrap">
      <a href={hrefOf(alert)} className="waiting-item" style={{ flex: 1 }}>
        <span>
          {title} <span className="quiet small">{facts.join(' · ')}</span>
        </span>
        <time dateTime={alert.createdAt} className="quiet small">
          {format.relative(alert.createdAt)}
        </time>
      </a>
      {CLOSED_BY_HAND.has(alert.kind) ? (
        <Button size="compact-xs" variant="default" onClick={onClose}>
          {t('home.closeAlert')}
        </Button>
      ) : null}
    </Group>
  );
}
