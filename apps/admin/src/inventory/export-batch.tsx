import { useFormat, useT } from '@keyfall/i18n';
import { ConfirmAction } from '@keyfall/ui';
import { useErrorNotice, useStepUp } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { useMutation } from '@tanstack/react-query';
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
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const withStepUp = useStepUp();
  const ask = useMutation({
    mutationFn: (reason: string) =>
      withStepUp(() => client.stockRequests.requestExport.mutate({ skuId: batch.skuId, batchId: batch.id, reason })),
    onSuccess: async () => {
      toast.success(t('controls.exportAsked'));
      onClose();
      await queryClient.invalidateQueries({ queryKey: trpc.stockRequests.pathKey() });
    },
  });
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
      busy={ask.isPending}
      error={noticeOf(ask.error)}
      onConfirm={({ reason = '' }) => ask.mutate(reason)}
    />
  );
}
