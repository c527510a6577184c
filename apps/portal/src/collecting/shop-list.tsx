import type { CollectingShopDto } from '@keyfall/contracts/collecting-schemas';
import { useT } from '@keyfall/i18n';
import { DataTable, EmptyState } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { StateLabel, useTableState } from '@keyfall/web';
import { useQuery } from '@tanstack/react-query';
import { useId, useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { CollectedBy } from './collected-by.tsx';
import type { Collecting } from './collecting-page.tsx';
import classes from './collecting.module.css';

/** Every shop of the distributor with who takes its money. */
export function ShopList(): ReactNode {
  const t = useT('portal');
  const query = useQuery(trpc.collecting.get.queryOptions());
  const titleId = useId();
  const table = useTableState(query);
  const columns = useColumns(query.data);
  return (
    <section className={classes['part']} aria-labelledby={titleId}>
      <h2 id={titleId}>{t('collecting.shops')}</h2>
      <p>{t('collecting.shopsHelp')}</p>
      <DataTable
        id="collecting-shops"
        label={t('collecting.shops')}
        columns={columns}
        rows={query.data?.shops}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.name}
        {...table}
        empty={<EmptyState title={t('shops.emptyTitle')} description={t('shops.emptyHelp')} />}
      />
    </section>
  );
}

function useColumns(collecting: Collecting | undefined): readonly DataColumn<CollectingShopDto>[] {
  const t = useT('portal');
  return useMemo(
    (): readonly DataColumn<CollectingShopDto>[] => [
      { id: 'name', header: t('collecting.shop'), cell: (row) => row.name },
      {
        id: 'state',
        header: t('collecting.state'),
        width: 120,
        narrow: 'corner',
        cell: (row) => <StateLabel of="shop" state={row.status} />,
      },
      {
        id: 'by',
        header: t('nav.collecting'),
        width: 380,
        cell: (row) => (collecting === undefined ? null : <CollectedBy shop={row} collecting={collecting} />),
      },
    ],
    [t, collecting],
  );
}
