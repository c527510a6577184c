import type { StatementDto, StatementEntryDto } from '@keyfall/contracts/statement-schemas';
import { useT } from '@keyfall/i18n';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useUrlState } from '../../navigation/use-url-state.ts';
import { useKeysetPaging } from '../../table/use-keyset-paging.ts';
import { useListTable, useTableState } from '../../table/use-list-table.ts';
import { PeriodFilters, type PeriodFiltersProps } from './period-filters.tsx';
import { StatementAccounts } from './statement-accounts.tsx';
import { StatementEntries, type StatementEntriesProps } from './statement-entries.tsx';
import type { StatementPeriod } from './statement-period.ts';
import { useAccountName } from './use-account-name.ts';
import { useStatementPeriod } from './use-statement-period.ts';

/** A statement as an app's server answers it. */
export interface StatementApi {
  /** Names whose statement it is, so that one party's answer is never shown as another's. */
  readonly key: string;
  readonly read: (input: { readonly period: StatementPeriod }) => Promise<StatementDto>;
  readonly entries: (input: {
    readonly accountId: string;
    readonly period: StatementPeriod;
    readonly limit: number;
    readonly cursor?: string;
  }) => Promise<{ readonly items: readonly StatementEntryDto[]; readonly nextCursor: string | null }>;
}

export interface StatementViewProps extends Pick<PeriodFiltersProps, 'before'>, Pick<StatementEntriesProps, 'hrefOf'> {
  readonly api: StatementApi;
  /** What a file of it needs to know beside the period. */
  readonly fileQuery?: Readonly<Record<string, string>>;
}

/** A period, every account in it, and the entries of the one that is open. */
export function StatementView({ api, before = [], fileQuery = {}, ...entries }: StatementViewProps): ReactNode {
  const t = useT('documents');
  const accountName = useAccountName();
  const [url, setUrl] = useUrlState('party', 'month', 'from', 'until', 'account', 'after');
  const period = useStatementPeriod(url);
  const query = useQuery({
    queryKey: ['statement', api.key, period],
    queryFn: () => api.read({ period }),
    placeholderData: keepPreviousData,
  });
  const open = query.data?.accounts.find((account) => account.accountId === url.account);
  return (
    <>
      <PeriodFilters
        url={url}
        onChange={(patch) => setUrl({ ...patch, account: undefined, after: undefined })}
        period={period}
        before={before}
        files={{ file: 'statement', formats: ['csv', 'pdf'], query: fileQuery }}
      />
      <StatementAccounts
        statement={query.data}
        {...useTableState(query)}
        openAccountId={url.account}
        onOpen={(account) => setUrl({ account: account.accountId, after: undefined }, { push: true })}
      />
      {open === undefined ? null : (
        <section aria-labelledby="entries-heading">
          <h2 id="entries-heading" style={{ margin: '24px 0 8px' }}>
            {t('statement.showEntries', { account: accountName(open) })}
          </h2>
          <AccountEntries key={open.accountId} {...entries} api={api} accountId={open.accountId} period={period} />
        </section>
      )}
    </>
  );
}

interface AccountEntriesProps extends Pick<StatementViewProps, 'api' | 'hrefOf'> {
  readonly accountId: string;
  readonly period: StatementPeriod;
}

function AccountEntries({ api, accountId, period, ...table }: AccountEntriesProps): ReactNode {
  const paging = useKeysetPaging('statement-entries');
  const query = useQuery({
    queryKey: ['statement', api.key, period, accountId, paging.input],
    queryFn: () => api.entries({ accountId, period, ...paging.input }),
    placeholderData: keepPreviousData,
  });
  return <StatementEntries {...table} {...useListTable(query, paging)} />;
}
