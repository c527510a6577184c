import type { StatementAccountDto, StatementDto } from '@keyfall/contracts/statement-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money } from '@keyfall/ui';
import type { DataColumn, DataTableProps } from '@keyfall/ui';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { useAccountName } from './use-account-name.ts';

export interface StatementAccountsProps extends Pick<
  DataTableProps<StatementAccountDto>,
  'error' | 'fetching' | 'onRetry'
> {
  readonly statement: StatementDto | undefined;
  readonly openAccountId: string | undefined;
  readonly onOpen: (account: StatementAccountDto) => void;
}

/** Each account with what it had, what came, what went and what it has. One opens to its entries. */
export function StatementAccounts(props: StatementAccountsProps): ReactNode {
  const { statement, openAccountId, onOpen, ...table } = props;
  const t = useT('documents');
  const accountName = useAccountName();
  const columns = useAccountColumns();
  return (
    <>
      {statement === undefined ? null : (
        <p className="quiet small">
          {t('statement.party', { name: statement.partyName ?? t('statement.house') })} ·{' '}
          {t('statement.period', { ...statement.period, timezone: statement.timezone })}
          {statement.open ? ` · ${t('statement.open')}` : ''}
        </p>
      )}
      <DataTable
        id="statement"
        label={t('statement.title')}
        columns={columns}
        rows={statement?.accounts}
        rowKey={(row) => row.accountId}
        rowLabel={(row) => t('statement.showEntries', { account: accountName(row) })}
        onOpen={onOpen}
        openKey={openAccountId}
        empty={<EmptyState title={t('statement.nothingTitle')} description={t('statement.nothingHelp')} />}
        {...table}
      />
    </>
  );
}

function useAccountColumns(): readonly DataColumn<StatementAccountDto>[] {
  const t = useT('documents');
  const format = useFormat();
  const accountName = useAccountName();
  return useMemo(
    (): readonly DataColumn<StatementAccountDto>[] => [
      { id: 'account', header: t('statement.account'), cell: accountName },
      {
        id: 'entries',
        header: t('statement.entries'),
        align: 'end',
        width: 90,
        narrow: 'hide',
        cell: (row) => format.number(row.entries),
      },
      ...(['opening', 'increased', 'decreased'] as const).map((id) => ({
        id,
        header: t(`statement.${id}`),
        align: 'end' as const,
        width: 150,
        cell: (row: StatementAccountDto) => <Money {...row[id]} />,
      })),
      {
        id: 'closing',
        header: t('statement.closing'),
        align: 'end',
        width: 160,
        narrow: 'corner',
        cell: (row) => <Money {...row.closing} />,
      },
    ],
    [t, format, accountName],
  );
}
