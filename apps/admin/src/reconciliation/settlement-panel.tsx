import type { SettlementDto } from '@keyfall/contracts/reconciliation-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, KeyValueList, Money } from '@keyfall/ui';
import type { KeyValue } from '@keyfall/ui';
import { useCan, useErrorNotice, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Anchor, Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import { spanOf } from './span-of.ts';

/** One line of the bank's statement: what it pays, what it brought, who says so. */
export function SettlementPanel({ settlement }: { readonly settlement: SettlementDto }): ReactNode {
  const t = useT('admin');
  const can = useCan();
  const { state, isOwn } = settlement;
  return (
    <>
      <p>{t(`settlements.about.${state}`)}</p>
      <KeyValueList items={useSettlementFacts(settlement)} />
      {state === 'declared' && can('reconciliation.confirm_settlement') ? (
        <>
          {isOwn ? <p className="quiet small">{t('settlements.own')}</p> : null}
          <Decisions settlement={settlement} />
        </>
      ) : null}
    </>
  );
}

/** The figures that whoever agrees signs. */
function useFigures({ expected, received, feeDifference }: SettlementDto): readonly KeyValue[] {
  const t = useT('admin');
  return [
    { label: t('settlements.expected'), value: <Money {...expected} />, align: 'end' },
    ...(/[1-9]/.test(feeDifference.amount)
      ? [{ label: t('settlements.feeDifference'), value: <Money {...feeDifference} />, align: 'end' as const }]
      : []),
    { label: t('settlements.received'), value: <Money {...received} />, align: 'end', strong: true },
  ];
}

function useSettlementFacts(settlement: SettlementDto): readonly KeyValue[] {
  const t = useT('admin');
  const format = useFormat();
  const { declaredBy, createdAt, decidedBy, decidedAt, reason, journalId } = settlement;
  return [
    { label: t('reconciliation.account'), value: settlement.accountName },
    { label: t('settlements.days'), value: spanOf(settlement.days) },
    { label: t('settlements.bank'), value: settlement.bank },
    { label: t('settlements.bankLine'), value: <span className="mono small">{settlement.bankLine}</span> },
    { label: t('settlements.arrivedOn'), value: settlement.arrivedOn },
    ...useFigures(settlement),
    { label: t('settlements.declaredBy'), value: `${declaredBy ?? '—'} · ${format.dateTime(createdAt)}` },
    ...(decidedAt === null
      ? []
      : [{ label: t('settlements.decidedBy'), value: `${decidedBy ?? '—'} · ${format.dateTime(decidedAt)}` }]),
    ...(reason === null ? [] : [{ label: t('common:labels.reason'), value: reason }]),
    ...(journalId === null
      ? []
      : [
          {
            label: t('reconciliation.journal'),
            value: <Anchor href={`/ledger?view=journals&journal=${journalId}`}>{t('reconciliation.journal')}</Anchor>,
          },
        ]),
  ];
}

const SAID = { confirm: 'wasBooked', refuse: 'wasRefused' } as const;

function Decisions({ settlement }: { readonly settlement: SettlementDto }): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const withStepUp = useStepUp();
  const figures = useFigures(settlement);
  const [wanted, setWanted] = useState<'confirm' | 'refuse' | undefined>(undefined);
  const { id: settlementId, expected, received } = settlement;
  const decide = useMutation({
    mutationFn: ({ act, reason }: { readonly act: 'confirm' | 'refuse'; readonly reason: string }) =>
      withStepUp(async () => {
        if (act === 'confirm') await client.reconciliation.confirmSettlement.mutate({ settlementId });
        else await client.reconciliation.refuseSettlement.mutate({ settlementId, reason });
      }),
    onSuccess: async (_, { act }) => {
      setWanted(undefined);
      toast.success(t(`settlements.${SAID[act]}`));
      await queryClient.invalidateQueries(trpc.reconciliation.pathFilter());
    },
  });
  const verb = wanted ?? 'confirm';
  const noVerb = settlement.isOwn ? 'takeBack' : 'refuse';
  const shown = verb === 'confirm' ? verb : noVerb;
  return (
    <Group gap="xs" mt="md">
      {settlement.isOwn ? null : <Button onClick={() => setWanted('confirm')}>{t('settlements.confirm')}</Button>}
      <Button variant="default" onClick={() => setWanted('refuse')}>
        {t(`settlements.${noVerb}`)}
      </Button>
      <ConfirmAction
        opened={wanted !== undefined}
        onClose={() => setWanted(undefined)}
        danger={verb === 'refuse'}
        title={t(`settlements.${shown}`)}
        description={
          <>
            {t(`settlements.${verb}Help`)}
            {verb === 'confirm' && expected.amount !== received.amount ? ` ${t('settlements.differs')}` : ''}
          </>
        }
        facts={[{ label: t('settlements.bankLine'), value: settlement.bankLine }, ...figures]}
        confirmLabel={t(`settlements.${shown}`)}
        reason={verb === 'refuse' ? 'required' : 'none'}
        busy={decide.isPending}
        error={noticeOf(decide.error)}
        onConfirm={({ reason = '' }) => decide.mutate({ act: verb, reason })}
        onTop
      />
    </Group>
  );
}
