import { CODE_STATES } from '@keyfall/contracts';
import { useFormat, useT } from '@keyfall/i18n';
import { DataTable, EmptyState, FilterBar, PageHeader } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { Can, StateLabel, useCan, useKeysetPaging, useListTable, useTitle, useUrlState } from '@keyfall/web';
import { Anchor, Button, Group } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import type { Inputs, Outputs } from '../api.ts';
import { useAdminSession } from '../session/use-admin-session.ts';
import { CodeSearch } from './code-search.tsx';
import { RevealCode } from './reveal-code.tsx';
import { SkuFilter } from './sku-filter.tsx';

export type CodeRow = Outputs['inventory']['codes']['items'][number];

/** All codes by their masks; one is found by its value, and opened only with a reason. */
export function CodesPage(): ReactNode {
  const t = useT('admin');
  useTitle(t('nav.codes'), useAdminSession().tenant.name);
  const [url, setUrl] = useUrlState('sku', 'batch', 'state');
  const [revealing, setRevealing] = useState<CodeRow | undefined>(undefined);
  const paging = useKeysetPaging('codes');
  const state = CODE_STATES.find((each) => each === url.state);
  const input: Inputs['inventory']['codes'] = {
    ...paging.input,
    ...(url.sku === undefined ? {} : { skuId: url.sku }),
    ...(url.batch === undefined ? {} : { batchId: url.batch }),
    ...(state === undefined ? {} : { state }),
  };
  const query = useQuery({ ...trpc.inventory.codes.queryOptions(input), placeholderData: keepPreviousData });
  const table = useListTable(query, paging);
  const columns = useCodeColumns(setRevealing);
  const change = (patch: Readonly<Record<string, string | undefined>>): void => {
    setUrl(patch);
    paging.reset();
  };
  return (
    <>
      <PageHeader title={t('nav.codes')} description={t('inventory.codesHelp')} />
      <Can permission="inventory.search_code">
        <CodeSearch columns={columns} />
      </Can>
      <Group gap="xs" align="start">
        <FilterBar
          filters={[
            {
              kind: 'select',
              id: 'state',
              label: t('common:labels.state'),
              options: CODE_STATES.map((each) => ({ value: each, label: t(`common:states.code.${each}`) })),
            },
          ]}
          values={url}
          onChange={change}
        />
        <SkuFilter value={url.sku} onChange={(sku) => change({ sku, batch: undefined })} />
        {url.batch === undefined ? null : (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconX size={14} />}
            onClick={() => change({ batch: undefined })}
          >
            {t('inventory.oneBatchOnly')}
          </Button>
        )}
      </Group>
      <DataTable
        id="codes"
        label={t('nav.codes')}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.mask}
        empty={<EmptyState title={t('common:list.nothingFound')} description={t('inventory.noCodesHelp')} />}
      />
      <RevealCode code={revealing} onClose={() => setRevealing(undefined)} />
    </>
  );
}

function useCodeColumns(onReveal: (row: CodeRow) => void): readonly DataColumn<CodeRow>[] {
  const t = useT('admin');
  const format = useFormat();
  const can = useCan();
  return useMemo((): readonly DataColumn<CodeRow>[] => {
    const reveal: DataColumn<CodeRow> = {
      id: 'reveal',
      header: t('common:actions.reveal'),
      width: 110,
      hideable: false,
      cell: (row) => (
        <Button size="compact-xs" variant="default" onClick={() => onReveal(row)}>
          {t('common:actions.reveal')}
        </Button>
      ),
    };
    return [
      { id: 'mask', header: t('inventory.masked'), cell: (row) => <span className="mono">{row.mask}</span> },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 110,
        narrow: 'corner',
        cell: (row) => <StateLabel of="code" state={row.state} variant="dot" />,
      },
      {
        id: 'sku',
        header: t('catalog.sku.code'),
        width: 180,
        cell: (row) => <span className="mono">{row.skuCode}</span>,
      },
      {
        id: 'batch',
        header: t('inventory.batch'),
        cell: (row) => <Anchor href={`/inventory?open=${row.batchId}`}>{row.batch}</Anchor>,
      },
      { id: 'face', header: t('inventory.faceValue'), width: 100, narrow: 'hide', cell: (row) => row.faceValue ?? '' },
      {
        id: 'expires',
        header: t('inventory.expiresAt'),
        width: 120,
        cell: (row) => (row.expiresAt === null ? '' : format.date(row.expiresAt)),
      },
      {
        id: 'order',
        header: t('inventory.order'),
        width: 180,
        cell: (row) =>
          row.orderId === null ? (
            ''
          ) : (
            <Anchor href={`/orders/${row.orderNo ?? ''}`}>{row.orderNo ?? row.orderId}</Anchor>
          ),
      },
      {
        id: 'since',
        header: t('inventory.stateSince'),
        width: 170,
        narrow: 'hide',
        cell: (row) => format.dateTime(row.stateAt),
      },
      ...(can('inventory.reveal') ? [reveal] : []),
    ];
  }, [t, format, can, onReveal]);
}
