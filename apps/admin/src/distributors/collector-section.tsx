import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, KeyValueList, Money } from '@keyfall/ui';
import { Can, Loaded } from '@keyfall/web';
import { useAct } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import type { Distributor } from './distributor-panel.tsx';

type Collector = Outputs['collecting']['get'];

/** Whether a distributor may take its shops' money itself, which of them do, and how far its wallet carries them. */
export function CollectorSection({ distributor }: { readonly distributor: Distributor }): ReactNode {
  const query = useQuery(trpc.collecting.get.queryOptions({ distributorId: distributor.id }));
  return (
    <Loaded query={query}>
      {(collector) => (
        <>
          <Facts collector={collector} />
          <Can permission="payments.configure">
            <SwitchButton distributor={distributor} collector={collector} />
          </Can>
        </>
      )}
    </Loaded>
  );
}

function Facts({ collector }: { readonly collector: Collector }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const { allowed, accounts, shops, spendable, promised, changedAt } = collector;
  const own = shops.filter((shop) => shop.collectedBy === 'distributor');
  const isConcerned = allowed || accounts.length > 0;
  return (
    <KeyValueList
      items={[
        { label: t('collecting.allowed'), value: t(allowed ? 'collecting.yes' : 'collecting.no') },
        ...(changedAt === null ? [] : [{ label: t('collecting.since'), value: format.dateTime(changedAt) }]),
        ...(isConcerned
          ? [
              {
                label: t('collecting.accounts'),
                value: accounts.map((account) => account.name).join(' · ') || t('collecting.none'),
              },
              {
                label: t('collecting.shops'),
                value: own.map((shop) => shop.name).join(' · ') || t('collecting.none'),
              },
              { label: t('collecting.spendable'), value: <Money {...spendable} /> },
              { label: t('collecting.promised'), value: <Money {...promised} /> },
            ]
          : []),
      ]}
    />
  );
}

interface SwitchButtonProps {
  readonly distributor: Distributor;
  readonly collector: Collector;
}

function SwitchButton({ distributor, collector }: SwitchButtonProps): ReactNode {
  const t = useT('admin');
  const [asking, setAsking] = useState(false);
  const verb = collector.allowed ? 'end' : 'allow';
  const { run, ...state } = useAct(
    () => client.collecting.set.mutate({ distributorId: distributor.id, allowed: !collector.allowed }),
    {
      said: t('collecting.saved'),
      onDone: () => setAsking(false),
      refresh: () => queryClient.invalidateQueries({ queryKey: trpc.collecting.pathKey() }),
    },
  );
  return (
    <>
      <Button variant="default" size="xs" mt="xs" onClick={() => setAsking(true)}>
        {t(`collecting.${verb}`)}
      </Button>
      <ConfirmAction
        opened={asking}
        onClose={() => setAsking(false)}
        title={t(`collecting.${verb}Title`)}
        description={t(`collecting.${verb}Help`)}
        facts={[{ label: t('prices.distributor'), value: distributor.name }]}
        confirmLabel={t(`collecting.${verb}`)}
        danger={collector.allowed}
        {...state}
        onConfirm={() => run()}
      />
    </>
  );
}
