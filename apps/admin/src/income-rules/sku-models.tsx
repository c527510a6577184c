import { INCOME_MODELS, type IncomeModel, type SkuId } from '@keyfall/contracts';
import type { SkuModelRowDto } from '@keyfall/contracts/income-schemas';
import { useI18n, useT } from '@keyfall/i18n';
import { ConfirmAction, DataTable, EmptyState, FilterBar } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { useCan, useKeysetPaging, useListTable, useUrlState } from '@keyfall/web';
import { useAct } from '@keyfall/web/office';
import { NativeSelect } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import { refreshIncomeRules } from './refresh-income-rules.ts';

interface Wanted {
  readonly row: SkuModelRowDto;
  readonly model: IncomeModel | null;
}

/** SKUs with the model each is sold by; one may have its own. */
export function SkuModels(): ReactNode {
  const t = useT('admin');
  const [url, setUrl] = useUrlState('q', 'own');
  const paging = useKeysetPaging('sku-models');
  const [wanted, setWanted] = useState<Wanted | undefined>(undefined);
  const query = useQuery({
    ...trpc.incomeRules.skuModels.queryOptions({
      ...paging.input,
      ...(url.q === undefined ? {} : { q: url.q }),
      ...(url.own === undefined ? {} : { overridden: true }),
    }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const columns = useModelColumns(setWanted);
  return (
    <section className="panel-card" aria-label={t('incomeRules.skus')}>
      <h2>{t('incomeRules.skus')}</h2>
      <p className="quiet small">{t('incomeRules.skusHelp')}</p>
      <FilterBar
        filters={[
          { kind: 'search', id: 'q', label: t('incomeRules.sku') },
          {
            kind: 'select',
            id: 'own',
            label: t('incomeRules.own'),
            options: [{ value: 'yes', label: t('incomeRules.onlyOwn') }],
          },
        ]}
        values={url}
        onChange={(patch) => {
          setUrl(patch);
          paging.reset();
        }}
      />
      <DataTable
        id="sku-models"
        label={t('incomeRules.skus')}
        columns={columns}
        {...table}
        rowKey={(row) => row.skuId}
        rowLabel={(row) => row.code}
        empty={<EmptyState compact title={t('incomeRules.noSkuFound')} description={t('incomeRules.noSkuFoundHelp')} />}
      />
      {wanted === undefined ? null : <ConfirmModel wanted={wanted} onClose={() => setWanted(undefined)} />}
    </section>
  );
}

function ConfirmModel({ wanted, onClose }: { readonly wanted: Wanted; readonly onClose: () => void }): ReactNode {
  const t = useT('admin');
  const { row, model } = wanted;
  const { run, ...state } = useAct(
    () => client.incomeRules.setSkuModels.mutate({ skuIds: [row.skuId as SkuId], model }),
    {
      said: t('common:messages.saved'),
      onDone: onClose,
      refresh: refreshIncomeRules,
    },
  );
  const nameOf = (value: IncomeModel | null): string =>
    value === null ? t('incomeRules.tenants') : t(`common:kinds.incomeModel.${value}`);
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={t('incomeRules.confirmModel')}
      description={t('incomeRules.confirmHelp')}
      facts={[
        { label: t('incomeRules.sku'), value: row.code, align: 'end' },
        { label: t('incomeRules.own'), value: `${nameOf(row.own)} → ${nameOf(model)}`, align: 'end' },
      ]}
      confirmLabel={t('incomeRules.setModel')}
      {...state}
      onConfirm={() => run()}
    />
  );
}

function useModelColumns(onWant: (wanted: Wanted) => void): readonly DataColumn<SkuModelRowDto>[] {
  const t = useT('admin');
  const { locale } = useI18n();
  const can = useCan();
  const mayWrite = can('settings.write_money');
  return useMemo((): readonly DataColumn<SkuModelRowDto>[] => {
    const nameOf = (model: IncomeModel): string => t(`common:kinds.incomeModel.${model}`);
    return [
      {
        id: 'code',
        header: t('incomeRules.sku'),
        width: 220,
        cell: (row) => <span className="mono">{row.code}</span>,
      },
      {
        id: 'name',
        header: t('common:labels.name'),
        cell: (row) =>
          locale === 'en' ? `${row.productNameEn} · ${row.nameEn}` : `${row.productNameZh} · ${row.nameZh}`,
      },
      { id: 'model', header: t('incomeRules.inForce'), width: 140, cell: (row) => nameOf(row.model) },
      {
        id: 'own',
        header: t('incomeRules.own'),
        width: 190,
        cell: (row) =>
          mayWrite ? (
            <NativeSelect
              aria-label={`${t('incomeRules.own')}: ${row.code}`}
              size="xs"
              value={row.own ?? ''}
              data={[
                { value: '', label: t('incomeRules.tenants') },
                ...INCOME_MODELS.map((value) => ({ value, label: nameOf(value) })),
              ]}
              onChange={(event) => {
                const picked = INCOME_MODELS.find((value) => value === event.currentTarget.value) ?? null;
                onWant({ row, model: picked });
              }}
            />
          ) : row.own === null ? (
            t('incomeRules.tenants')
          ) : (
            nameOf(row.own)
          ),
      },
    ];
  }, [t, locale, mayWrite, onWant]);
}
