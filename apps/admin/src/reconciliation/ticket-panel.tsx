import type { ResolutionKind, TicketDto } from '@keyfall/contracts/reconciliation-schemas';
import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, KeyValueList, Money } from '@keyfall/ui';
import type { KeyValue } from '@keyfall/ui';
import { useCan } from '@keyfall/web';
import { useAct } from '@keyfall/web/office';
import { Anchor, Button, Group } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, trpc } from '../api.ts';

export interface TicketPanelProps {
  readonly ticket: TicketDto;
  readonly onEnded: () => void;
}

/** One difference: what each side says, what it means, and how it can be ended. */
export function TicketPanel({ ticket, onEnded }: TicketPanelProps): ReactNode {
  const t = useT('admin');
  const can = useCan();
  return (
    <>
      <p>{t(`reconciliation.about.${ticket.kind}`)}</p>
      <KeyValueList items={useTicketFacts(ticket)} />
      {ticket.state === 'open' && can('reconciliation.resolve') ? (
        <Decisions ticket={ticket} onEnded={onEnded} />
      ) : null}
    </>
  );
}

function useTicketFacts(ticket: TicketDto): readonly KeyValue[] {
  const t = useT('admin');
  const format = useFormat();
  const { ours, theirs, orderNo, resolution, note, resolvedBy, resolvedAt, journalId } = ticket;
  const money = (side: TicketDto['ours']): ReactNode => (side === null ? '—' : <Money {...side} />);
  return [
    { label: t('reconciliation.account'), value: ticket.accountName },
    { label: t('reconciliation.day'), value: ticket.day },
    { label: t('reconciliation.subject'), value: <span className="mono small">{ticket.subject}</span> },
    { label: t('reconciliation.ours'), value: money(ours) },
    { label: t('reconciliation.theirs'), value: money(theirs) },
    ...(orderNo === null
      ? []
      : [{ label: t('reconciliation.order'), value: <Anchor href={`/orders/${orderNo}`}>{orderNo}</Anchor> }]),
    ...(resolution === null
      ? []
      : [{ label: t('reconciliation.state'), value: t(`reconciliation.resolutions.${resolution}`) }]),
    ...(resolvedAt === null
      ? []
      : [{ label: t('reconciliation.resolvedBy'), value: `${resolvedBy ?? '—'} · ${format.dateTime(resolvedAt)}` }]),
    ...(note === null ? [] : [{ label: t('common:labels.reason'), value: note }]),
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

function Decisions({ ticket, onEnded }: TicketPanelProps): ReactNode {
  const t = useT('admin');
  const queries = useQueryClient();
  const [wanted, setWanted] = useState<ResolutionKind | undefined>(undefined);
  const { run, ...state } = useAct(
    (decision: { readonly resolution: ResolutionKind; readonly note: string }) =>
      client.reconciliation.resolve.mutate({ ticketId: ticket.id, ...decision }),
    {
      said: t('reconciliation.ended'),
      onDone: () => {
        setWanted(undefined);
        onEnded();
      },
      refresh: () => queries.invalidateQueries(trpc.reconciliation.pathFilter()),
    },
  );
  return (
    <Group gap="xs" mt="md">
      {ticket.choices.toReversed().map((choice, index) => (
        <Button key={choice} variant={index === 0 ? 'filled' : 'default'} onClick={() => setWanted(choice)}>
          {t(`reconciliation.actions.${choice}`)}
        </Button>
      ))}
      <ConfirmAction
        opened={wanted !== undefined}
        onClose={() => setWanted(undefined)}
        title={wanted === undefined ? '' : t(`reconciliation.actions.${wanted}`)}
        description={t('reconciliation.noteHelp')}
        facts={[
          { label: t('reconciliation.subject'), value: ticket.subject },
          ...(ticket.ours === null ? [] : [{ label: t('reconciliation.ours'), value: <Money {...ticket.ours} /> }]),
          ...(ticket.theirs === null
            ? []
            : [{ label: t('reconciliation.theirs'), value: <Money {...ticket.theirs} /> }]),
        ]}
        confirmLabel={wanted === undefined ? '' : t(`reconciliation.actions.${wanted}`)}
        reason="required"
        {...state}
        onConfirm={({ reason = '' }) => (wanted === undefined ? undefined : run({ resolution: wanted, note: reason }))}
        onTop
      />
    </Group>
  );
}
