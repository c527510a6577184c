import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useErrorNotice, useKeysetPaging, useTitle, useUrlState } from '@keyfall/web';
import {
  StatementAccounts,
  StatementEntries,
  PeriodFilters,
  useAccountName,
  useStatementPeriod,
  type StatementPeriod,
} from '@keyfall/web/office';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { usePortalSession } from '../session/use-portal-session.ts';

/** What moved on the distributor's own accounts in a period, down to each entry. */
export function StatementsPage(): ReactNode {
  const t = useT('documents');
  const title = useT('portal')('nav.statements');
  const noticeOf = useErrorNotice();
  const accountName = useAccountName();
  useTitle(title, usePortalSession().distributor.name);
  const [url, setUrl] = useUrlState('month', 'from', 'until', 'account');
  const period = useStatementPeriod(url);
  const query = useQuery({ ...trpc.statements.read.queryOptions({ period }), placeholderData: keepPreviousData });
  const open = query.data?.accounts.find((account) => account.accountId === url.account);
  return (
    <>
      <PageHeader title={title} description={t('statement.help')} />
      <PeriodFilters
        url={url}
        onChange={(patch) => setUrl({ ...patch, account: undefined })}
        period={period}
        files={{ file: 'statement', formats: ['csv', 'pdf'] }}
      />
      <StatementAccounts
        statement={query.data}
        error={noticeOf(query.error)}
        fetching={query.isFetching}
        onRetry={() => void query.refetch()}
        openAccountId={url.account}
        onOpen={(account) => setUrl({ account: account.accountId }, { push: true })}
      />
      {open === undefined ? null : (
        <section aria-labelledby="entries-heading">
          <h2 id="entries-heading" style={{ fontSize: 15 }}>
            {t('statement.showEntries', { account: accountName(open) })}
          </h2>
          <OwnEntries key={open.accountId} accountId={open.accountId} period={period} />
        </section>
      )}
    </>
  );
}

function OwnEntries({
  accountId,
  period,
}: {
  readonly accountId: string;
  readonly period: StatementPeriod;
}): ReactNode {
  const noticeOf = useErrorNotice();
  const paging = useKeysetPaging('statement-entries');
  const query = useQuery({
    ...trpc.statements.entries.queryOptions({
      accountId,
      period,
      limit: paging.limit,
      ...(paging.cursor === undefined ? {} : { cursor: paging.cursor }),
    }),
    placeholderData: keepPreviousData,
  });
  return (
    <StatementEntries
      rows={query.data?.items}
      error={noticeOf(query.error)}
      onRetry={() => void query.refetch()}
      fetching={query.isFetching}
      paging={paging.pagingOf(query.data)}
    />
  );
}
