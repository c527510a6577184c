import type { PriceImpactDto } from '@keyfall/contracts/price-schemas';
import { useT } from '@keyfall/i18n';
import { ConfirmAction } from '@keyfall/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useErrorNotice } from '../../errors/error-notice.ts';
import { useToast } from '../toasts.tsx';
import { ImpactSummary } from './impact-summary.tsx';

export interface RemovePricesProps {
  readonly title: string;
  readonly help: string;
  /** Names the preview among the queries. */
  readonly queryKey: readonly unknown[];
  readonly remove: (dryRun: boolean) => Promise<PriceImpactDto>;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Asks once more before prices go, with what that does to whom. */
export function RemovePrices({ title, help, queryKey, remove, onDone, onClose }: RemovePricesProps): ReactNode {
  const t = useT('pricing');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const queries = useQueryClient();
  const preview = useQuery({ queryKey: [...queryKey, 'removal'], queryFn: () => remove(true), gcTime: 0 });
  const act = useMutation({
    mutationFn: () => remove(false),
    onSuccess: async () => {
      toast.success(t('common:messages.saved'));
      onDone();
      await queries.invalidateQueries({ queryKey: ['pricing'] });
    },
  });
  return (
    <ConfirmAction
      opened
      onClose={onClose}
      title={title}
      description={
        <>
          {help}
          {preview.data === undefined ? null : <ImpactSummary impact={preview.data} />}
        </>
      }
      confirmLabel={title}
      danger
      onConfirm={() => act.mutate()}
      canConfirm={preview.data !== undefined}
      busy={act.isPending}
      error={noticeOf(act.error ?? preview.error)}
    />
  );
}
