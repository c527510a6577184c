import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction, KeyValueList, PanelSection, SidePanel } from '@keyfall/ui';
import { StateLabel, UnitPrice, useCan, useErrorNotice, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Anchor, Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { AdminPermission } from '@keyfall/contracts';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';
import { useLocalName } from '../parts/local-name.ts';
import { useCurrency } from '../session/use-admin-session.ts';
import { ExportBatch } from './export-batch.tsx';

type Batch = Outputs['inventory']['batches']['items'][number];
type Act = 'quarantine' | 'release' | 'recall' | 'void';

const NEEDS: Readonly<Record<Act, AdminPermission>> = {
  quarantine: 'inventory.quarantine',
  release: 'inventory.quarantine',
  recall: 'inventory.recall',
  void: 'inventory.void',
};

/** What can be done with a batch in its state. */
const ACTS_OF: Readonly<Record<Batch['state'], readonly Act[]>> = {
  open: ['quarantine', 'recall', 'void'],
  quarantined: ['release', 'recall', 'void'],
  recalled: ['void'],
  void: [],
};

export interface BatchPanelProps {
  readonly batch: Batch | undefined;
  readonly onClose: () => void;
}

/** One batch: where it came from, what is left, and taking it off sale. */
export function BatchPanel({ batch, onClose }: BatchPanelProps): ReactNode {
  const can = useCan();
  const t = useT('admin');
  const [act, setAct] = useState<Act | undefined>(undefined);
  const [exporting, setExporting] = useState(false);
  const mayExport = batch !== undefined && batch.available > 0 && can('inventory.export');
  const acts = batch === undefined ? [] : ACTS_OF[batch.state].filter((each) => can(NEEDS[each]));
  return (
    <SidePanel
      opened={batch !== undefined}
      onClose={onClose}
      title={batch?.name ?? ''}
      {...(batch === undefined ? {} : { state: <StateLabel of="batch" state={batch.state} /> })}
      {...(acts.length === 0 && !mayExport
        ? {}
        : {
            actions: (
              <Group gap="xs">
                {acts.map((each) => (
                  <Button
                    key={each}
                    variant={each === 'release' ? 'filled' : 'default'}
                    {...(each === 'void' || each === 'recall' ? { color: 'red', variant: 'light' } : {})}
                    onClick={() => setAct(each)}
                  >
                    {t(`inventory.acts.${each}`)}
                  </Button>
                ))}
                {mayExport ? (
                  <Button variant="default" onClick={() => setExporting(true)}>
                    {t('controls.export')}
                  </Button>
                ) : null}
              </Group>
            ),
          })}
    >
      {batch === undefined ? null : (
        <>
          <BatchFacts batch={batch} />
          <BatchAct key={act ?? 'none'} batch={batch} act={act} onClose={() => setAct(undefined)} />
          <ExportBatch batch={batch} opened={exporting} onClose={() => setExporting(false)} />
        </>
      )}
    </SidePanel>
  );
}

function BatchFacts({ batch }: { readonly batch: Batch }): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const nameOf = useLocalName();
  const currency = useCurrency();
  return (
    <>
      <PanelSection title={t('inventory.facts')}>
        <KeyValueList
          items={[
            { label: t('catalog.oneSku'), value: `${nameOf(batch)} · ${batch.skuCode}` },
            { label: t('inventory.supplier'), value: batch.supplier },
            ...(batch.unitCost === null
              ? []
              : [
                  {
                    label: t('inventory.unitCost'),
                    value: <UnitPrice price={batch.unitCost} currency={currency} range={batch.range} withSpan />,
                  },
                ]),
            {
              label: t('inventory.expiresAt'),
              value: batch.expiresAt === null ? null : format.dateTime(batch.expiresAt),
            },
            { label: t('common:labels.created'), value: format.dateTime(batch.createdAt) },
            ...(batch.reason === null ? [] : [{ label: t('common:labels.reason'), value: batch.reason }]),
          ]}
        />
      </PanelSection>
      <PanelSection title={t('inventory.counts')}>
        <KeyValueList
          items={[
            { label: t('inventory.accepted'), value: format.number(batch.accepted), align: 'end' },
            { label: t('inventory.duplicates'), value: format.number(batch.duplicates), align: 'end' },
            { label: t('inventory.rejected'), value: format.number(batch.rejected), align: 'end' },
            { label: t('catalog.available'), value: format.number(batch.available), align: 'end', strong: true },
          ]}
        />
        <Anchor href={`/codes?batch=${batch.id}`} size="sm">
          {t('inventory.codesOfBatch')}
        </Anchor>
      </PanelSection>
    </>
  );
}

interface BatchActProps {
  readonly batch: Batch;
  readonly act: Act | undefined;
  readonly onClose: () => void;
}

function BatchAct({ batch, act, onClose }: BatchActProps): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const withStepUp = useStepUp();
  const run = useMutation({
    mutationFn: ({ chosen, reason }: { chosen: Act; reason: string }) =>
      withStepUp(() => {
        const batchId = batch.id;
        switch (chosen) {
          case 'quarantine':
          case 'release':
            return client.inventory.quarantineBatch.mutate({ batchId, act: chosen, reason });
          case 'recall':
            return client.inventory.recallBatch.mutate({ batchId, act: chosen, reason });
          case 'void':
            return client.inventory.voidBatch.mutate({ batchId, act: chosen, reason });
        }
      }),
    onSuccess: async ({ moved }) => {
      onClose();
      toast.success(t('inventory.actDone', { count: moved }));
      await queryClient.invalidateQueries({ queryKey: trpc.inventory.pathKey() });
    },
  });
  const label = act === undefined ? '' : t(`inventory.acts.${act}`);
  return (
    <ConfirmAction
      opened={act !== undefined}
      onClose={onClose}
      title={label}
      danger={act === 'recall' || act === 'void'}
      description={act === undefined ? '' : t(`inventory.actEffects.${act}`)}
      facts={[
        { label: t('inventory.batch'), value: batch.name },
        { label: t('catalog.sku.code'), value: batch.skuCode },
        { label: t('catalog.available'), value: format.number(batch.available), align: 'end' },
      ]}
      reason="required"
      confirmLabel={label}
      busy={run.isPending}
      error={noticeOf(run.error)}
      onConfirm={({ reason = '' }) => (act === undefined ? undefined : run.mutate({ chosen: act, reason }))}
    />
  );
}
