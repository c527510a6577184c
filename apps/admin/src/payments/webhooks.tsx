import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useKeysetPaging, useListTable } from '@keyfall/web';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';

type Webhook = Outputs['payments']['webhooks']['items'][number];

const TONES = { received: 'info', done: 'success', refused: 'danger' } as const;

/** What payment providers sent, and what came of it. */
export function Webhooks(): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const paging = useKeysetPaging('webhooks');
  const query = useQuery({
    ...trpc.payments.webhooks.queryOptions(paging.input),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const columns = useMemo(
    (): readonly DataColumn<Webhook>[] => [
      { id: 'account', header: t('payments.account'), cell: (row) => row.accountName },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 130,
        narrow: 'corner',
        cell: (row) => <StateBadge tone={TONES[row.state]}>{t(`payments.webhookStates.${row.state}`)}</StateBadge>,
      },
      {
        id: 'result',
        header: t('payments.result'),
        cell: (row) => <span className="mono small">{row.result ?? ''}</span>,
      },
      { id: 'tries', header: t('payments.tries'), align: 'end', width: 90, cell: (row) => format.number(row.tries) },
      {
        id: 'ip',
        header: t('account.address'),
        width: 140,
        narrow: 'hide',
        cell: (row) => <span className="mono">{row.ip ?? ''}</span>,
      },
      { id: 'received', header: t('payments.received'), width: 170, cell: (row) => format.dateTime(row.receivedAt) },
    ],
    [t, format],
  );
  return (
    <DataTable
      id="webhooks"
      label={t('payments.views.webhooks')}
      columns={columns}
      {...table}
      rowKey={(row) => row.id}
      rowLabel={(row) => row.accountName}
      empty={<EmptyState title={t('payments.noWebhooks')} description={t('payments.noWebhooksHelp')} />}
    />
  );
}
