import { CLOSING_STATES } from '@keyfall/contracts';
import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, DataTable, Money } from '@keyfall/ui';
import type { DataColumn, KeyValue } from '@keyfall/ui';
import { StateLabel, useCan, useKeysetPaging, useListTable } from '@keyfall/web';
import { ListEmpty, useAct, usePayeeText, useStateFilter } from '@keyfall/web/office';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { VerdictButtons } from '../parts/verdict-buttons.tsx';
import { refreshWithdrawals } from '../withdrawals/refresh-withdrawals.ts';
import { usePlanFacts } from './plan-facts.tsx';

type Settlement = Outputs['closings']['list']['items'][number];

/** Proposals about what is left of distributors, newest first; what waits carries the second person's buttons. */
export function Settlements(): ReactNode {
  const t = useT('admin');
  const paging = useKeysetPaging('settlements');
  const { state, filterBar } = useStateFilter(CLOSING_STATES, (each) => t(`common:states.closing.${each}`), paging);
  const query = useQuery({
    ...trpc.closings.list.queryOptions({ ...paging.input, ...(state === undefined ? {} : { states: [state] }) }),
    placeholderData: keepPreviousData,
  });
  const table = useListTable(query, paging);
  const columns = useColumns();
  return (
    <>
      {filterBar}
      <DataTable
        id="settlements"
        label={t('withdrawals.views.closings')}
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        rowLabel={(row) => `${row.distributorName} ${row.settlementNo}`}
        empty={
          <ListEmpty
            isFiltered={state !== undefined}
            title={t('closings.emptyTitle')}
            description={t('closings.emptyHelp')}
          />
        }
      />
    </>
  );
}

function useColumns(): readonly DataColumn<Settlement>[] {
  const t = useT('admin');
  const format = useFormat();
  return useMemo(
    (): readonly DataColumn<Settlement>[] => [
      { id: 'distributor', header: t('closings.distributor'), cell: (row) => row.distributorName },
      {
        id: 'state',
        header: t('common:labels.state'),
        width: 190,
        narrow: 'corner',
        cell: (row) => <StateLabel of="closing" state={row.state} />,
      },
      {
        id: 'net',
        header: t('closings.plan.net'),
        align: 'end',
        width: 150,
        cell: (row) => <Money {...row.plan.net} />,
      },
      {
        id: 'act',
        header: t('common:labels.action'),
        width: 220,
        hideable: false,
        cell: (row) => <Decision settlement={row} />,
      },
      { id: 'reason', header: t('common:labels.reason'), wrap: true, cell: (row) => row.reason },
      { id: 'by', header: t('closings.by'), width: 140, givesWay: true, cell: (row) => row.requestedBy.name ?? '' },
      {
        id: 'decided',
        header: t('closings.decidedBy'),
        width: 140,
        narrow: 'hide',
        cell: (row) => row.decidedBy?.name ?? '',
      },
      {
        id: 'at',
        header: t('common:labels.time'),
        width: 170,
        givesWay: true,
        cell: (row) => <time dateTime={row.createdAt}>{format.dateTime(row.createdAt)}</time>,
      },
    ],
    [t, format],
  );
}

const VERDICTS = ['approve', 'reject'] as const;
type Verdict = (typeof VERDICTS)[number];

function Decision({ settlement }: { readonly settlement: Settlement }): ReactNode {
  const t = useT('admin');
  const can = useCan();
  if (settlement.state !== 'requested') return null;
  const may = {
    approve: can('distributors.approve_settlement') && !settlement.isOwn,
    reject: can('distributors.settle'),
  } as const;
  return (
    <VerdictButtons
      verdicts={VERDICTS.filter((verdict) => may[verdict])}
      agrees="approve"
      nameOf={(verdict) => t(`closings.${verdict}`)}
      note={settlement.isOwn && t('closings.own')}
    >
      {(verdict, close) => <VerdictDialog settlement={settlement} verdict={verdict} onClose={close} />}
    </VerdictButtons>
  );
}

interface VerdictProps {
  readonly settlement: Settlement;
  readonly verdict: Verdict;
  readonly onClose: () => void;
}

const SAID = { approve: 'approved', reject: 'rejected' } as const;

/** Exactly what is agreed to, with the bank's proof where it was paid by hand. */
function VerdictDialog({ settlement, verdict, onClose }: VerdictProps): ReactNode {
  const t = useT('admin');
  const factsOf = usePlanFacts();
  const payeeText = usePayeeText();
  const settlementId = settlement.id;
  const { run, ...state } = useAct(() => client.closings[verdict].mutate({ settlementId }), {
    said: t(`closings.${SAID[verdict]}`),
    onDone: onClose,
    refresh: refreshWithdrawals,
  });
  const { payee, accountName, bankReference, way } = settlement;
  const where: readonly KeyValue[] = [
    { label: t('closings.way'), value: t(`closings.ways.${way}`) },
    ...(payee === null ? [] : [{ label: t('closings.payee'), value: `${payee.holder} · ${payeeText(payee)}` }]),
    ...(accountName === null ? [] : [{ label: t('closings.account'), value: accountName }]),
    ...(bankReference === null
      ? []
      : [{ label: t('closings.bankReference'), value: <span className="mono">{bankReference}</span> }]),
  ];
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      danger
      title={t(`closings.titles.${verdict}`)}
      description={
        <>
          {t(`closings.${verdict}Help`)}
          {verdict === 'approve' && way === 'by_hand' ? ` ${t('closings.byHandHelp')}` : null}
        </>
      }
      facts={[
        { label: t('closings.distributor'), value: settlement.distributorName },
        { label: t('closings.number'), value: <span className="mono">{settlement.settlementNo}</span> },
        { label: t('closings.by'), value: settlement.requestedBy.name },
        { label: t('common:labels.reason'), value: settlement.reason },
        ...where,
        ...factsOf(settlement.plan),
      ]}
      confirmLabel={t(`closings.${verdict}`)}
      {...state}
      onConfirm={() => run()}
    />
  );
}
