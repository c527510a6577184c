import { useT } from '@keyfall/i18n';
import { DataTable, FilterBar, Money } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useKeysetPaging, useListTable, useUrlState } from '@keyfall/web';
import { ListEmpty } from '@keyfall/web/office';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { CreditPanel } from './credit-panel.tsx';

export type WalletRow = Outputs['wallets']['list']['items'][number];

/** Every distributor's wallet; a row opens its credit limit. */
export function WalletList(): ReactNode {
  const t = useT('admin');
  const [url, setUrl] = useUrlState('q', 'open');
  const paging = useKeysetPaging('wallets');
  const input = {
    ...paging.input,
    ...(url.q === undefined ? {} : { search: url.q }),
  };
  const query = useQuery({ ...trpc.wallets.list.queryOptions(input), placeholderData: keepPreviousData });
  const table = useListTable(query, paging);
  const columns = useMemo(
    (): readonly DataColumn<WalletRow>[] => [
      {
        id: 'name',
        header: t('wallets.distributor'),
        cell: (row) => (
          <>
            {row.name} <span className="quiet small mono">{row.code}</span>
          </>
        ),
      },
      ...(['cash', 'bonus', 'debt', 'creditLimit', 'spendable'] as const).map((field): DataColumn<WalletRow> => ({
        id: field,
        header: t(`wallets.${field === 'creditLimit' ? 'credit' : field}`),
        align: 'end',
        width: 140,
        cell: (row) => <Money {...row[field]} />,
      })),
    ],
    [t],
  );
  const open = query.data?.items.find((row) => row.distributorId === url.open);
  return (
    <>
      <FilterBar
        filters={[{ kind: 'search', id: 'q', label: t('wallets.searchLabel'), placeholder: t('wallets.searchHint') }]}
        values={url}
        onChange={(patch) => {
          setUrl(patch);
          paging.reset();
        }}
      />
      <DataTable
        id="wallets"
        label={t('wallets.views.wallets')}
        columns={columns}
        {...table}
        rowKey={(row) => row.distributorId}
        rowLabel={(row) => row.name}
        onOpen={(row) => setUrl({ open: row.distributorId }, { push: true })}
        openKey={url.open}
        empty={
          <ListEmpty
            isFiltered={url.q !== undefined}
            title={t('wallets.noWallets')}
            description={t('wallets.noWalletsHelp')}
          />
        }
      />
      {open === undefined ? null : (
        <CreditPanel key={open.distributorId} wallet={open} onClose={() => setUrl({ open: undefined })} />
      )}
    </>
  );
}
