import { useI18n, useT } from '@keyfall/i18n';
import { EmptyState, ErrorState, StateBadge } from '@keyfall/ui';
import { Button, Group, MultiSelect, Skeleton, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useErrorNotice } from '../../errors/error-notice.ts';
import { useUrlState } from '../../navigation/use-url-state.ts';
import { UnitPrice } from '../../widgets/unit-price.tsx';
import { GridCell } from './grid-cell.tsx';
import { usePriceEdits, type GridRow, type PriceEdits } from './price-edits.ts';
import { priceKey, type PricingApi } from './pricing-api.ts';
import classes from './pricing.module.css';
import { ReviewBar } from './review-bar.tsx';

const PAGE = 50;
const COLUMNS_MAX = 12;

export interface PriceGridProps {
  readonly api: PricingApi;
  readonly by: 'lists' | 'children';
  /** Every column there is, for the choice. */
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  /** The choice's neighbours: new list, import, … */
  readonly tools?: (edits: PriceEdits) => ReactNode;
}

/** SKUs against price lists or children: cells are edited in place, and what the edits do is shown before they are saved. */
export function PriceGrid({ api, by, choices, tools }: PriceGridProps): ReactNode {
  const t = useT('pricing');
  const noticeOf = useErrorNotice();
  const [url, setUrl] = useUrlState('q', 'cols', 'after');
  const [typed, setTyped] = useState(url.q ?? '');
  const edits = usePriceEdits(api.isHouse);
  const chosen = url.cols?.split(',').filter((id) => choices.some((choice) => choice.value === id)) ?? [];
  const input = {
    by,
    limit: PAGE,
    ...(chosen.length === 0 ? {} : { columns: chosen }),
    ...(url.q === undefined ? {} : { q: url.q }),
    ...(url.after === undefined ? {} : { cursor: url.after }),
  };
  const query = useQuery({
    queryKey: priceKey(api, 'grid', input),
    queryFn: () => api.grid(input),
    placeholderData: keepPreviousData,
  });
  const load = async (): Promise<void> => {
    const { data } = await query.refetch();
    if (data !== undefined) edits.rebase(data);
  };
  const notice = noticeOf(query.error);
  const next = query.data?.nextCursor ?? undefined;
  return (
    <>
      <Group align="end" gap="sm" mb="sm" component="form" onSubmit={(event) => event.preventDefault()}>
        <TextInput
          label={t('grid.search')}
          placeholder={t('grid.searchHint')}
          maxLength={100}
          value={typed}
          onChange={(event) => {
            const text = event.currentTarget.value;
            setTyped(text);
            setUrl({ q: text.trim() === '' ? undefined : text.trim(), after: undefined });
          }}
        />
        {choices.length > 1 ? (
          <MultiSelect
            label={t('grid.columns')}
            data={[...choices]}
            value={chosen}
            maxValues={COLUMNS_MAX}
            placeholder={chosen.length === 0 ? (query.data?.columns ?? []).map((column) => column.name).join(', ') : ''}
            miw={260}
            maw={520}
            clearable
            onChange={(ids) => setUrl({ cols: ids.length === 0 ? undefined : ids.join(',') })}
          />
        ) : null}
        {tools?.(edits)}
      </Group>
      {notice !== undefined && query.data === undefined ? (
        <ErrorState error={notice} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <Skeleton height={320} aria-hidden="true" />
      ) : query.data.items.length === 0 ? (
        <EmptyState title={t('grid.label')} description={t('grid.searchHint')} />
      ) : (
        <GridTable api={api} by={by} edits={edits} columns={query.data.columns} rows={query.data.items} />
      )}
      <Group justify="space-between" mt="xs">
        <p className={classes['quiet']}>
          {t('grid.keys')}
          {by === 'children' ? <> {t('grid.dateKeys')}</> : null}
        </p>
        <Group gap="xs">
          {url.after === undefined ? null : (
            <Button size="xs" variant="default" onClick={() => setUrl({ after: undefined }, { push: true })}>
              {t('grid.fewer')}
            </Button>
          )}
          {next === undefined ? null : (
            <Button size="xs" variant="default" onClick={() => setUrl({ after: next }, { push: true })}>
              {t('grid.more')}
            </Button>
          )}
        </Group>
      </Group>
      <ReviewBar api={api} by={by} edits={edits} onLoad={() => void load()} />
    </>
  );
}

function GridTable(props: {
  readonly api: PricingApi;
  readonly by: 'lists' | 'children';
  readonly edits: PriceEdits;
  readonly columns: readonly {
    readonly id: string;
    readonly name: string;
    readonly note: string;
    readonly state: 'future' | 'now' | 'past';
    readonly version: string;
  }[];
  readonly rows: readonly GridRow[];
}): ReactNode {
  const { api, by, edits, columns, rows } = props;
  const t = useT('pricing');
  const { locale } = useI18n();
  const nameOf = (row: GridRow): string =>
    locale === 'zh-CN' ? `${row.productNameZh} · ${row.nameZh}` : `${row.productNameEn} · ${row.nameEn}`;
  const paste = (rowIndex: number, columnIndex: number, block: readonly (readonly string[])[]): void => {
    for (const [down, line] of block.entries()) {
      for (const [right, text] of line.entries()) {
        const [row, column] = [rows[rowIndex + down], columns[columnIndex + right]];
        const cell = row?.cells[columnIndex + right];
        if (row && column && cell) edits.set({ column, row, cell, text: text.trim() });
      }
    }
  };
  return (
    <section className={classes['scroller']} aria-label={t('grid.label')}>
      <table className={classes['grid']}>
        <thead>
          <tr>
            <th scope="col">{t('grid.sku')}</th>
            <th scope="col" data-end="">
              {api.isHouse ? t('grid.houseCost') : t('grid.ownCost')}
            </th>
            <th scope="col" data-end="" data-wide="">
              {t('grid.suggested')}
            </th>
            {columns.map((column) => (
              <th key={column.id} scope="col" data-end="">
                {column.name}
                <small>
                  {column.note}
                  {column.state === 'now' ? null : (
                    <>
                      {' '}
                      <StateBadge tone={column.state === 'future' ? 'info' : 'neutral'}>
                        {t(`states.${column.state}`)}
                      </StateBadge>
                    </>
                  )}
                </small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, rowIndex) => (
            <tr key={row.skuId}>
              <th scope="row">
                {nameOf(row)}
                <small className="mono">{row.code}</small>
              </th>
              <td data-end="">
                <UnitPrice price={row.ownCost} currency={row.currency} />
              </td>
              <td data-end="" data-wide="">
                <UnitPrice price={row.suggested} currency={row.currency} />
              </td>
              {columns.map((column, columnIndex) => {
                const cell = row.cells[columnIndex];
                return (
                  <td key={column.id}>
                    {cell === undefined ? null : (
                      <GridCell
                        column={column}
                        row={row}
                        cell={cell}
                        name={nameOf(row)}
                        edits={edits}
                        readOnly={!api.canWrite}
                        withEffective={by === 'children'}
                        onPaste={(block) => paste(rowIndex, columnIndex, block)}
                      />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
