import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useErrorNotice } from '@keyfall/web';
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { client } from '../api.ts';
import type { Outputs } from '../api.ts';

type Invariant = Outputs['ledger']['verify'][number];

/** What must always hold of money, stock and orders, checked when somebody asks: it reads everything. */
export function Invariants(): ReactNode {
  const t = useT('admin');
  const noticeOf = useErrorNotice();
  const columns = useInvariantColumns();
  const check = useMutation({ mutationFn: () => client.ledger.verify.mutate() });
  const button = (
    <Button loading={check.isPending} onClick={() => check.mutate()}>
      {t('ledger.check')}
    </Button>
  );
  if (check.isIdle) {
    return <EmptyState title={t('ledger.views.invariants')} description={t('ledger.checkHelp')} action={button} />;
  }
  return (
    <>
      <Group mb="sm">{button}</Group>
      <DataTable
        id="invariants"
        label={t('ledger.views.invariants')}
        columns={columns}
        rows={check.data}
        rowKey={(row) => row.invariant}
        rowLabel={(row) => row.invariant}
        error={noticeOf(check.error)}
        onRetry={() => check.mutate()}
        skeletonRows={10}
        empty={<EmptyState title={t('ledger.views.invariants')} description={t('ledger.checkHelp')} />}
      />
    </>
  );
}

function InvariantState({ row }: { readonly row: Invariant }): ReactNode {
  const t = useT('admin');
  if (row.parts === 'none') return <StateBadge tone="neutral">{t('ledger.notYet')}</StateBadge>;
  if (row.parts === 'unneeded') return <StateBadge tone="neutral">{t('ledger.unneeded')}</StateBadge>;
  if (row.parts === 'unrun') return <StateBadge tone="neutral">{t('controls.unrun')}</StateBadge>;
  return row.broken === 0 ? (
    <StateBadge tone="success">{t('ledger.holds')}</StateBadge>
  ) : (
    <StateBadge tone="danger">{t('ledger.brokenTimes', { count: row.broken })}</StateBadge>
  );
}

function useInvariantColumns(): readonly DataColumn<Invariant>[] {
  const t = useT('admin');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<Invariant>[] => [
      {
        id: 'invariant',
        header: t('ledger.invariant'),
        width: 110,
        cell: (row) => <span className="mono">{row.invariant}</span>,
      },
      {
        id: 'says',
        header: t('ledger.says'),
        cell: (row) => (
          <>
            <span lang="en">{row.says}</span>
            {row.checkedAt === undefined ? null : (
              <span className="quiet small"> · {t('controls.asOf', { when: format.dateTime(row.checkedAt) })}</span>
            )}
            {row.parts === 'unrun' ? <span className="quiet small"> · {t('controls.unrunHelp')}</span> : null}
          </>
        ),
      },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 150,
        narrow: 'corner',
        cell: (row) => <InvariantState row={row} />,
      },
      {
        id: 'ms',
        header: t('ledger.duration'),
        align: 'end',
        width: 100,
        cell: (row) => t('ledger.milliseconds', { shown: format.number(row.ms) }),
      },
    ],
    [t, format],
  );
}
