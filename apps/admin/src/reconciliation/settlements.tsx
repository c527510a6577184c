import { SETTLEMENT_STATES, type SettlementDto } from '@keyfall/contracts/reconciliation-schemas';
import { useT } from '@keyfall/i18n';
import { DataTable, FilterBar, Money, SidePanel, StateBadge } from '@keyfall/ui';
import type { DataColumn } from '@keyfall/ui';
import { Can, useKeysetPaging, useListTable, useUrlState } from '@keyfall/web';
import { ListEmpty } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { DeclareSettlement } from './declare-settlement.tsx';
import { SettlementPanel } from './settlement-panel.tsx';
import { spanOf } from './span-of.ts';
import { Unsettled } from './unsettled.tsx';

const TONES = { declared: 'warning', booked: 'success', refused: 'neutral' } as const;

/** Providers' money at the bank: what each still owes, and every line of the bank's statement that was declared for it. */
export function Settlements(): ReactNode {
  const t = useT('admin');
  const paging = useKeysetPaging('settlements');
  const [url, setUrl] = useUrlState('state', 'open', 'act');
  const state = SETTLEMENT_STATES.find((each) => each === url.state);
  const query = useQuery({
    ...trpc.reconciliation.settlements.queryOptions({ ...paging.input, ...(state === undefined ? {} : { state }) }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const open = query.data?.items.find((row) => row.id === url.open);
  return (
    <>
      <Unsettled />
      <FilterBar
        filters={[
          {
            kind: 'select',
            id: 'state',
            label: t('reconciliation.state'),
            options: SETTLEMENT_STATES.map((value) => ({ value, label: t(`settlements.states.${value}`) })),
          },
        ]}
        values={url}
        onChange={(patch) => {
          setUrl({ ...patch, open: undefined });
          paging.reset();
        }}
        actions={
          <Can permission="reconciliation.declare_settlement">
            <Button onClick={() => setUrl({ act: 'declare', open: undefined })}>{t('settlements.declare')}</Button>
          </Can>
        }
      />
      <DataTable
        id="settlements"
        label={t('reconciliation.views.settlements')}
        columns={useSettlementColumns()}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => `${row.accountName} ${row.bankLine}`}
        onOpen={(row) => setUrl({ open: row.id, act: undefined }, { push: true })}
        openKey={url.open}
        empty={
          <ListEmpty
            isFiltered={state !== undefined}
            title={t('settlements.none')}
            description={t('settlements.noneHelp')}
          />
        }
      />
      <SidePanel
        opened={open !== undefined}
        onClose={() => setUrl({ open: undefined })}
        title={open === undefined ? '' : t('settlements.one', { line: open.bankLine })}
      >
        {open === undefined ? null : <SettlementPanel key={open.id} settlement={open} />}
      </SidePanel>
      {url.act === 'declare' ? <DeclareSettlement onClose={() => setUrl({ act: undefined })} /> : null}
    </>
  );
}

function useSettlementColumns(): readonly DataColumn<SettlementDto>[] {
  const t = useT('admin');
  return useMemo(
    (): readonly DataColumn<SettlementDto>[] => [
      { id: 'arrived', header: t('settlements.arrivedOn'), width: 120, cell: (row) => row.arrivedOn },
      { id: 'account', header: t('reconciliation.account'), cell: (row) => row.accountName },
      {
        id: 'state',
        header: t('reconciliation.state'),
        width: 150,
        narrow: 'corner',
        cell: (row) => <StateBadge tone={TONES[row.state]}>{t(`settlements.states.${row.state}`)}</StateBadge>,
      },
      {
        id: 'line',
        header: t('settlements.bankLine'),
        width: 190,
        cell: (row) => <span className="mono small">{row.bankLine}</span>,
      },
      {
        id: 'days',
        header: t('settlements.days'),
        width: 190,
        narrow: 'hide',
        cell: (row) => spanOf(row.days),
      },
      {
        id: 'expected',
        header: t('settlements.expected'),
        align: 'end',
        width: 130,
        cell: (row) => <Money {...row.expected} />,
      },
      {
        id: 'received',
        header: t('settlements.received'),
        align: 'end',
        width: 130,
        cell: (row) => <Money {...row.received} />,
      },
    ],
    [t],
  );
}
