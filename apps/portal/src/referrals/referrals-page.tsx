import type { ReferralCodeDto } from '@keyfall/contracts/income-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money, PageHeader, SidePanel, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { Can, useCan, useTableState, useTitle, useUrlState } from '@keyfall/web';
import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { usePortalSession } from '../session/use-portal-session.ts';
import { NewCodeForm } from './new-code-form.tsx';
import { ReferralPanel } from './referral-panel.tsx';

const NEW = 'new';

/** Referral codes: what each brought, its links, and a new one. */
export function ReferralsPage(): ReactNode {
  const t = useT('portal');
  const can = useCan();
  useTitle(t('nav.referrals'), usePortalSession().distributor.name);
  const [{ open }, setUrl] = useUrlState('open');
  const query = useQuery(trpc.referrals.get.queryOptions());
  const table = useTableState(query);
  const columns = useCodeColumns();
  const close = (): void => setUrl({ open: undefined });
  const opened = query.data?.codes.find((row) => row.code === open);
  const make = (
    <Can permission="referrals.write">
      <Button onClick={() => setUrl({ open: NEW }, { push: true })}>{t('referrals.make')}</Button>
    </Can>
  );
  return (
    <>
      <PageHeader title={t('nav.referrals')} description={t('referrals.help')} action={make} />
      {query.data?.isUsed === false ? (
        <Alert color="gray" mb="md">
          {t('referrals.notUsed')}
        </Alert>
      ) : null}
      <DataTable
        id="referrals"
        label={t('nav.referrals')}
        columns={columns}
        rows={query.data?.codes}
        rowKey={(row) => row.code}
        rowLabel={(row) => row.code}
        {...table}
        onOpen={(row) => setUrl({ open: row.code }, { push: true })}
        openKey={open}
        empty={<EmptyState title={t('referrals.emptyTitle')} description={t('referrals.emptyHelp')} action={make} />}
      />
      {open === NEW && can('referrals.write') ? (
        <SidePanel opened onClose={close} title={t('referrals.make')}>
          <NewCodeForm onDone={(code) => setUrl({ open: code })} onCancel={close} />
        </SidePanel>
      ) : null}
      {opened === undefined || query.data === undefined ? null : (
        <ReferralPanel code={opened} shops={query.data.shops} onClose={close} />
      )}
    </>
  );
}

function useCodeColumns(): readonly DataColumn<ReferralCodeDto>[] {
  const t = useT('portal');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<ReferralCodeDto>[] => [
      {
        id: 'code',
        header: t('referrals.code'),
        width: 200,
        cell: (row) => <span className="mono">{row.code}</span>,
      },
      { id: 'name', header: t('referrals.name'), cell: (row) => row.name },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 110,
        narrow: 'corner',
        cell: (row) => (
          <StateBadge tone={row.endedAt === null ? 'success' : 'neutral'}>
            {t(row.endedAt === null ? 'referrals.active' : 'referrals.ended')}
          </StateBadge>
        ),
      },
      {
        id: 'orders',
        header: t('referrals.orders'),
        align: 'end',
        width: 90,
        cell: (row) => format.number(row.orders),
      },
      {
        id: 'income',
        header: t('referrals.income'),
        align: 'end',
        width: 130,
        cell: (row) => <Money {...row.income} />,
      },
      {
        id: 'at',
        header: t('common:labels.time'),
        width: 130,
        cell: (row) => <time dateTime={row.createdAt}>{format.date(row.createdAt)}</time>,
      },
    ],
    [t, format],
  );
}
