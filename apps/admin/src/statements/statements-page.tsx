import type { StatementPartyDto } from '@keyfall/contracts/statement-schemas';
import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import type { Filter } from '@keyfall/ui';
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

/** The statement of any party: the house, a distributor, a supplier, a gateway account. */
export function StatementsPage(): ReactNode {
  const t = useT('documents');
  const title = useT('admin')('nav.statements');
  const noticeOf = useErrorNotice();
  const accountName = useAccountName();
  useTitle(title);
  const [url, setUrl] = useUrlState('party', 'month', 'from', 'until', 'account');
  const party = partyOf(url.party);
  const period = useStatementPeriod(url);
  const query = useQuery({
    ...trpc.statements.read.queryOptions({ period, party }),
    placeholderData: keepPreviousData,
  });
  const open = query.data?.accounts.find((account) => account.accountId === url.account);
  const fileQuery = { party: party.kind, ...('id' in party ? { id: party.id } : {}) };
  return (
    <>
      <PageHeader title={title} description={t('statement.help')} />
      <PeriodFilters
        url={url}
        onChange={(patch) => setUrl({ ...patch, account: undefined })}
        period={period}
        before={[usePartyFilter()]}
        files={{ file: 'statement', formats: ['csv', 'pdf'], query: fileQuery }}
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
          <PartyEntries key={open.accountId} accountId={open.accountId} period={period} party={party} />
        </section>
      )}
    </>
  );
}

/** `distributor:<id>` as the address writes it; anything else is the house. */
function partyOf(text: string | undefined): StatementPartyDto {
  const [kind, id] = (text ?? '').split(':');
  const known = kind === 'distributor' || kind === 'supplier' || kind === 'gateway';
  return known && id !== undefined && /^[0-9a-f-]{36}$/.test(id) ? { kind, id } : { kind: 'house' };
}

function usePartyFilter(): Filter {
  const t = useT('documents');
  const parties = useQuery(trpc.statements.parties.queryOptions());
  return {
    kind: 'select',
    id: 'party',
    label: t('statement.whose'),
    unset: t('statement.house'),
    options: (parties.data ?? []).map(({ kind, id, name }) => ({
      value: `${kind}:${id}`,
      label: `${name} · ${t(`statement.partyKinds.${kind}`)}`,
    })),
  };
}

interface PartyEntriesProps {
  readonly accountId: string;
  readonly period: StatementPeriod;
  readonly party: StatementPartyDto;
}

function PartyEntries({ accountId, period, party }: PartyEntriesProps): ReactNode {
  const noticeOf = useErrorNotice();
  const paging = useKeysetPaging('statement-entries');
  const query = useQuery({
    ...trpc.statements.entries.queryOptions({
      accountId,
      period,
      party,
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
      hrefOf={(entry) => `/ledger?view=journals&journal=${entry.journalId}`}
    />
  );
}
