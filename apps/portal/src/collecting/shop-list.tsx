import type { CollectingShopDto } from '@keyfall/contracts/collecting-schemas';
import { useT } from '@keyfall/i18n';
import { ConfirmAction, DataTable, EmptyState } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { StateLabel, useCan, useTableState } from '@keyfall/web';
import { useAct } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Collecting } from './collecting-page.tsx';
import classes from './collecting.module.css';

/** Every shop of the distributor with who takes its money. */
export function ShopList(): ReactNode {
  const t = useT('portal');
  const query = useQuery(trpc.collecting.get.queryOptions());
  const titleId = useId();
  const table = useTableState(query);
  const [asked, setAsked] = useState<CollectingShopDto>();
  const columns = useColumns(query.data, setAsked);
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
      {asked === undefined ? null : <SwitchDialog shop={asked} onClose={() => setAsked(undefined)} />}
    </section>
  );
}

function SwitchDialog({
  shop,
  onClose,
}: {
  readonly shop: CollectingShopDto;
  readonly onClose: () => void;
}): ReactNode {
  const t = useT('portal');
  const to = shop.collectedBy === 'platform' ? 'distributor' : 'platform';
  const { run, ...state } = useAct(() => client.collecting.setShop.mutate({ shopId: shop.id, collectedBy: to }), {
    said: t('collecting.switched'),
    onDone: onClose,
    refresh: () => queryClient.invalidateQueries({ queryKey: trpc.collecting.pathKey() }),
  });
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t(`collecting.switchTitle.${to}`)}
      description={t(`collecting.switchHelp.${to}`)}
      facts={[{ label: t('collecting.shop'), value: shop.name }]}
      confirmLabel={t(`collecting.switchTo.${to}`)}
      {...state}
      onConfirm={() => run()}
    />
  );
}

function useColumns(
  collecting: Collecting | undefined,
  ask: (shop: CollectingShopDto) => void,
): readonly DataColumn<CollectingShopDto>[] {
  const t = useT('portal');
  const can = useCan();
  const canCollect = collecting?.allowed === true && collecting.accounts.some((account) => account.enabled);
  const mayWrite = can('gateways.write');
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
        cell: (row) => (
          <span className={classes['by']}>
            {t(`collecting.by.${row.collectedBy}`)}
            {mayWrite && (row.collectedBy === 'distributor' || canCollect) ? (
              <Button size="xs" variant="default" onClick={() => ask(row)}>
                {t(`collecting.switchTo.${row.collectedBy === 'platform' ? 'distributor' : 'platform'}`)}
              </Button>
            ) : null}
          </span>
        ),
      },
    ],
    [t, mayWrite, canCollect, ask],
  );
}
