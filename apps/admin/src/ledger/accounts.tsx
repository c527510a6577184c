import { useT } from '@keyfall/i18n';
import { DataTable, EmptyState, FilterBar, Money } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useKeysetPaging, useListTable, useUrlState } from '@keyfall/web';
import { useAccountName } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';

type Account = Outputs['ledger']['accounts']['items'][number];

/** Accounts with their balances; one leads to its entries. */
export function Accounts(): ReactNode {
  const t = useT('admin');
  const accountName = useAccountName();
  const [url, setUrl] = useUrlState('code', 'owner');
  const paging = useKeysetPaging('ledger-accounts');
  const code = url.code !== undefined && /^[1-5]\d{3}$/.test(url.code) ? url.code : undefined;
  const query = useQuery({
    ...trpc.ledger.accounts.queryOptions({
      ...paging.input,
      ...(code === undefined ? {} : { code }),
      ...(url.owner === undefined ? {} : { ownerId: url.owner }),
    }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const columns = useMemo(
    (): readonly DataColumn<Account>[] => [
      { id: 'account', header: t('ledger.account'), cell: accountName },
      { id: 'owner', header: t('ledger.owner'), cell: (row) => row.ownerName ?? t('ledger.house') },
      {
        id: 'type',
        header: t('ledger.type'),
        width: 120,
        narrow: 'hide',
        cell: (row) => t(`ledger.types.${row.type}`),
      },
      {
        id: 'balance',
        header: t('ledger.balance'),
        align: 'end',
        width: 170,
        narrow: 'corner',
        cell: (row) => <Money {...row.balance} />,
      },
    ],
    [t, accountName],
  );
  return (
    <>
      <FilterBar
        filters={[{ kind: 'search', id: 'code', label: t('ledger.code'), placeholder: '2010' }]}
        values={url}
        actions={
          url.owner === undefined ? undefined : (
            <Button variant="default" onClick={() => setUrl({ owner: undefined })}>
              {t('tree.allAccounts')}
            </Button>
          )
        }
        onChange={(patch) => {
          setUrl(patch);
          paging.reset();
        }}
      />
      <DataTable
        id="ledger-accounts"
        label={t('ledger.views.accounts')}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={accountName}
        rowHref={(row) => `/ledger?account=${row.id}`}
        empty={<EmptyState title={t('ledger.noAccounts')} description={t('ledger.noAccountsHelp')} />}
      />
    </>
  );
}
