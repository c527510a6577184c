import type { MarginRowDto } from '@keyfall/contracts/income-schemas';
import { useFormat, useI18n, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, Money, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useTableState } from '@keyfall/web';
import { Alert, Checkbox } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { TriedRates } from './rate-cells.ts';

/** What rates leave of every SKU in the dearest chain: those that would be refused come first. */
export function MarginCheck({ rates }: { readonly rates: TriedRates | undefined }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const [everySku, setEverySku] = useState(false);
  const query = useQuery({
    ...trpc.incomeRules.checkMargins.queryOptions({ everySku, ...(rates === undefined ? {} : { rates: [...rates] }) }),
    placeholderData: keepPreviousData,
  });
  const table = useTableState(query);
  const columns = useMarginColumns();
  const result = query.data;
  return (
    <section className="panel-card" aria-label={t('incomeRules.margins')}>
      <h2>{t('incomeRules.margins')}</h2>
      <p className="quiet small">{t('incomeRules.marginsHelp')}</p>
      {result === undefined || result.checked === 0 ? null : (
        <Alert color={result.failing > 0 ? 'red' : 'green'} mb="sm">
          {result.failing > 0
            ? t('incomeRules.failing', { count: result.failing })
            : t('incomeRules.allPass', { count: result.checked })}{' '}
          {result.worst === null
            ? null
            : t('incomeRules.worst', {
                percent: format.decimal(result.worst.percent),
                name: result.worst.distributorName,
              })}{' '}
          {result.unknownCost > 0 ? t('incomeRules.unknownCost', { count: result.unknownCost }) : null}
        </Alert>
      )}
      <Checkbox
        mb="sm"
        label={t('incomeRules.everySku')}
        checked={everySku}
        onChange={(event) => setEverySku(event.currentTarget.checked)}
      />
      <DataTable
        id="margins"
        label={t('incomeRules.margins')}
        columns={columns}
        rows={result?.rows}
        rowKey={(row) => row.skuId}
        rowLabel={(row) => row.code}
        {...table}
        empty={<EmptyState compact title={t('incomeRules.noSkus')} description={t('incomeRules.noSkusHelp')} />}
      />
    </section>
  );
}

function useMarginColumns(): readonly DataColumn<MarginRowDto>[] {
  const t = useT('admin');
  const { locale } = useI18n();
  return useMemo((): readonly DataColumn<MarginRowDto>[] => {
    const money = (
      id: 'retail' | 'cost' | 'fee' | 'commission' | 'margin' | 'marginMin',
      header: string,
    ): DataColumn<MarginRowDto> => ({
      id,
      header,
      align: 'end',
      width: 104,
      cell: (row) => {
        const amount = row[id];
        return amount === null ? '–' : <Money {...amount} />;
      },
    });
    return [
      {
        id: 'sku',
        header: t('incomeRules.sku'),
        cell: (row) => (
          <>
            <span className="mono">{row.code}</span>{' '}
            <span className="quiet small">{locale === 'en' ? row.nameEn : row.nameZh}</span>
          </>
        ),
      },
      money('retail', t('incomeRules.retail')),
      money('cost', t('incomeRules.cost')),
      money('fee', t('incomeRules.fee')),
      money('commission', t('incomeRules.commission')),
      money('margin', t('incomeRules.left')),
      money('marginMin', t('incomeRules.least')),
      {
        id: 'verdict',
        header: t('incomeRules.verdict'),
        width: 96,
        narrow: 'corner',
        cell: (row) => (
          <StateBadge tone={row.passes ? 'success' : 'danger'}>
            {t(row.passes ? 'incomeRules.passes' : 'incomeRules.fails')}
          </StateBadge>
        ),
      },
    ];
  }, [t, locale]);
}
