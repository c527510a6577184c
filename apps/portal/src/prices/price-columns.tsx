import { useFormat, useT } from '@keyfall/i18n';
import type { DataColumn } from '@keyfall/ui';
import { Switch } from '@mantine/core';
import { useMemo } from 'react';
import { UnitPrice } from '@keyfall/web';
import type { ReactNode } from 'react';
import { useSkuName } from '../parts/local-name.ts';
import { MarginCell, PriceCell } from './price-cell.tsx';
import type { PriceEdits, PriceRow } from './price-edits.ts';
import { WhyCost } from './why-cost.tsx';
import classes from './prices.module.css';

/** The columns of the price table; own price and visibility are edited where they stand. */
export function usePriceColumns(edits: PriceEdits, canWrite: boolean): readonly DataColumn<PriceRow>[] {
  const t = useT('portal');
  const format = useFormat();
  const nameOf = useSkuName();
  return useMemo((): readonly DataColumn<PriceRow>[] => {
    const nameText = (row: PriceRow): string => `${nameOf(row).product} ${nameOf(row).sku}`;
    const price = (key: 'cost' | 'suggested') => (row: PriceRow) => (
      <UnitPrice price={row[key]} currency={row.currency} range={row.range} />
    );
    return [
      { id: 'name', header: t('prices.sku'), cell: (row) => <SkuCell row={row} /> },
      {
        id: 'currency',
        header: t('common:labels.currency'),
        width: 84,
        narrow: 'hide',
        hiddenByDefault: true,
        cell: (row) => row.currency,
      },
      {
        id: 'cost',
        header: t('prices.cost'),
        align: 'end',
        width: 120,
        cell: (row) => (
          <span className={classes['cost']}>
            {price('cost')(row)}
            {row.cost === null ? null : <WhyCost skuId={row.skuId} name={nameText(row)} />}
          </span>
        ),
      },
      { id: 'bounds', header: t('prices.bounds'), align: 'end', width: 140, cell: (row) => <Bounds row={row} /> },
      {
        id: 'suggested',
        header: t('prices.suggested'),
        align: 'end',
        width: 110,
        givesWay: true,
        cell: price('suggested'),
      },
      {
        id: 'own',
        header: t('prices.own'),
        align: 'end',
        width: 216,
        hideable: false,
        cell: (row) => (
          <PriceCell
            row={row}
            name={nameText(row)}
            typed={edits.of(row).typed}
            changed={edits.isChanged(row)}
            canWrite={canWrite}
            onType={(typed) => edits.set(row, { typed })}
          />
        ),
      },
      {
        id: 'margin',
        header: t('prices.margin'),
        align: 'end',
        width: 140,
        cell: (row) => <MarginCell row={row} typed={edits.of(row).typed} />,
      },
      {
        id: 'stock',
        header: t('prices.stock'),
        align: 'end',
        width: 84,
        givesWay: true,
        cell: (row) => format.number(row.available),
      },
      {
        id: 'shown',
        header: t('prices.inShop'),
        width: 96,
        cell: (row) => (
          <Switch
            aria-label={t('prices.showInShop', { name: nameText(row) })}
            checked={!edits.of(row).hidden}
            disabled={!canWrite || row.problem === 'no_cost'}
            onChange={(event) => edits.set(row, { hidden: !event.currentTarget.checked })}
          />
        ),
      },
    ];
  }, [t, format, nameOf, edits, canWrite]);
}

function SkuCell({ row }: { readonly row: PriceRow }): ReactNode {
  const { product, sku } = useSkuName()(row);
  return (
    <span className={classes['name']}>
      {product}
      <small>{sku}</small>
    </span>
  );
}

/** The least and the most the wholesaler allows. */
function Bounds({ row }: { readonly row: PriceRow }): ReactNode {
  const t = useT('portal');
  if (row.floor === null && row.ceiling === null) return <span className={classes['quiet']}>{t('prices.free')}</span>;
  return (
    <span className={classes['bounds']}>
      <UnitPrice price={row.floor} currency={row.currency} />
      <span className={classes['quiet']}> – </span>
      <UnitPrice price={row.ceiling} currency={row.currency} />
    </span>
  );
}
