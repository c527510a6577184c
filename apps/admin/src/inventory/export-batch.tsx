import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction } from '@keyfall/ui';
import { useAct } from '@keyfall/web/office';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Outputs } from '../api.ts';

type Batch = Outputs['inventory']['batches']['items'][number];

export interface ExportBatchProps {
  readonly batch: Batch;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Asks that the unsold codes of a batch may leave as a file; somebody else decides. */
export function ExportBatch({ batch, opened, onClose }: ExportBatchProps): ReactNode {
  const t = useT('admin');
  const format = useFormat();
  const { run, ...state } = useAct(
    (reason: string) => client.stockRequests.requestExport.mutate({ skuId: batch.skuId, batchId: batch.id, reason }),
    {
      said: t('controls.exportAsked'),
      onDone: onClose,
      refresh: () => queryClient.invalidateQueries({ queryKey: trpc.stockRequests.pathKey() }),
    },
  );
  return (
    <ConfirmAction
      opened={opened}
      onClose={onClose}
      title={t('controls.exportTitle')}
      description={t('controls.exportHelp')}
      facts={[
        { label: t('inventory.batch'), value: batch.name },
        { label: t('catalog.sku.code'), value: batch.skuCode },
        { label: t('controls.units'), value: format.number(batch.available), align: 'end', strong: true },
      ]}
      reason="required"
      confirmLabel={t('controls.exportTitle')}
      {...state}
      onConfirm={({ reason = '' }) => run(reason)}
    />
  );
}
