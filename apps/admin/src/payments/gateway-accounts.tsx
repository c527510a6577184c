import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, DataTable, EmptyState, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useCan, useErrorNotice, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { FeeOnRefund } from './fee-on-refund.tsx';

type Account = Outputs['payments']['accounts'][number];

/** The accounts at payment providers; each can be taken out of the shops and put back. */
export function GatewayAccounts(): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const can = useCan();
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const withStepUp = useStepUp();
  const [asking, setAsking] = useState<Account | undefined>(undefined);
  const query = useQuery(trpc.payments.accounts.queryOptions());
  const change = useMutation({
    mutationFn: (account: Account) =>
      withStepUp(() => client.payments.changeAccount.mutate({ accountId: account.id, enabled: !account.enabled })),
    onSuccess: async () => {
      setAsking(undefined);
      toast.success(t('common:messages.saved'));
      await queryClient.invalidateQueries({ queryKey: trpc.payments.pathKey() });
    },
  });
  const mayConfigure = can('payments.configure');
  const columns = useMemo((): readonly DataColumn<Account>[] => {
    const act: DataColumn<Account> = {
      id: 'act',
      header: t('audit.action'),
      width: 120,
      hideable: false,
      cell: (row) => (
        <Button size="compact-xs" variant="default" onClick={() => setAsking(row)}>
          {t(row.enabled ? 'payments.turnOff' : 'payments.turnOn')}
        </Button>
      ),
    };
    return [
      { id: 'name', header: t('common:labels.name'), cell: (row) => row.name },
      { id: 'provider', header: t('payments.provider'), width: 130, cell: (row) => row.provider },
      { id: 'currency', header: t('common:labels.currency'), width: 90, cell: (row) => row.currency },
      {
        id: 'fee',
        header: t('common:labels.fee'),
        align: 'end',
        width: 90,
        cell: (row) => format.percent(row.feeRate, 2),
      },
      {
        id: 'bearer',
        header: t('payments.feeBearer'),
        width: 150,
        cell: (row) => t(`payments.feeBearers.${row.feeBearer}`),
      },
      {
        id: 'feeOnRefund',
        header: t('controls.feeOnRefund'),
        width: 150,
        cell: (row) => <FeeOnRefund account={row} />,
      },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 120,
        narrow: 'corner',
        cell: (row) => (
          <StateBadge tone={row.enabled ? 'success' : 'neutral'}>
            {t(row.enabled ? 'payments.on' : 'payments.off')}
          </StateBadge>
        ),
      },
      ...(mayConfigure ? [act] : []),
    ];
  }, [t, format, mayConfigure]);
  const label = t(asking?.enabled === false ? 'payments.turnOn' : 'payments.turnOff');
  return (
    <>
      <DataTable
        id="gateway-accounts"
        label={t('payments.views.accounts')}
        columns={columns}
        rows={query.data}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.name}
        skeletonRows={2}
        error={noticeOf(query.error)}
        onRetry={() => void query.refetch()}
        empty={<EmptyState title={t('payments.noAccounts')} description={t('payments.noAccountsHelp')} />}
      />
      <ConfirmAction
        opened={asking !== undefined}
        onClose={() => setAsking(undefined)}
        danger={asking?.enabled === true}
        title={label}
        description={t(asking?.enabled === false ? 'payments.turnOnHelp' : 'payments.turnOffHelp')}
        facts={[{ label: t('payments.account'), value: asking?.name }]}
        confirmLabel={label}
        busy={change.isPending}
        error={noticeOf(change.error)}
        onConfirm={() => (asking === undefined ? undefined : change.mutate(asking))}
      />
    </>
  );
}
