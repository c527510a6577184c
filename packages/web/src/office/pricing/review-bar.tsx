import type { PriceImpactDto } from '@keyfall/contracts/price-schemas';
import { useT } from '@keyfall/i18n';
import { ErrorState, useUi } from '@keyfall/ui';
import { Alert, Button, Group, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isError } from '../../errors/client-error.ts';
import { useErrorNotice } from '../../errors/error-notice.ts';
import { useToast } from '../toasts.tsx';
import { ImpactSummary } from './impact-summary.tsx';
import { toChanges, type PriceEdits } from './price-edits.ts';
import type { PricingApi } from './pricing-api.ts';

export interface ReviewBarProps {
  readonly api: PricingApi;
  readonly by: 'lists' | 'children';
  readonly edits: PriceEdits;
  /** Fetches the grid anew and lets the edits stand on it. */
  readonly onLoad: () => void;
}

/** Appears with the first change: what it does to whom is shown before it is saved. */
export function ReviewBar({ api, by, edits, onLoad }: ReviewBarProps): ReactNode {
  const t = useT('pricing');
  const { labels } = useUi();
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const queries = useQueryClient();
  const review = useMutation({ mutationFn: () => api.savePrices({ ...toChanges(edits.all, by), dryRun: true }) });
  const save = useMutation({
    mutationFn: () => api.savePrices(toChanges(edits.all, by)),
    onSuccess: async () => {
      toast.success(t('impact.saved'));
      // First the new cells, then the edits go: none falls back to its former price for a moment.
      await queries.invalidateQueries({ queryKey: ['pricing'] });
      edits.discard();
      review.reset();
    },
  });
  if (edits.all.length === 0) return null;
  const error = save.error ?? review.error;
  const notice = noticeOf(error);
  const isConflict = isError(error, 'version_conflict');
  const close = (): void => {
    review.reset();
    save.reset();
  };
  return (
    <section className="save-bar" aria-label={t('bar.label')}>
      <p aria-live="polite">
        {t('bar.changed', { count: edits.all.length })}
        {edits.wrong > 0 ? <> · {t('bar.wrong', { count: edits.wrong })}</> : null}
      </p>
      {isConflict ? (
        <Alert color="yellow" p="xs">
          <p>{t('bar.conflict')}</p>
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              close();
              onLoad();
            }}
          >
            {t('bar.load')}
          </Button>
        </Alert>
      ) : notice !== undefined && review.data === undefined ? (
        <ErrorState compact error={notice} />
      ) : null}
      <Group gap="xs">
        <Button variant="default" onClick={edits.discard}>
          {t('bar.discard')}
        </Button>
        <Button loading={review.isPending} disabled={edits.wrong > 0} onClick={() => review.mutate()}>
          {t('bar.review')}
        </Button>
      </Group>
      <Modal
        opened={review.data !== undefined && !isConflict}
        onClose={close}
        title={t('impact.title')}
        size={680}
        closeButtonProps={{ 'aria-label': labels.close }}
      >
        {review.data === undefined ? null : (
          <Reviewed
            impact={review.data}
            error={notice}
            busy={save.isPending}
            onSave={() => save.mutate()}
            onClose={close}
          />
        )}
      </Modal>
    </section>
  );
}

function Reviewed(props: {
  readonly impact: PriceImpactDto;
  readonly error: ReturnType<ReturnType<typeof useErrorNotice>>;
  readonly busy: boolean;
  readonly onSave: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const t = useT('pricing');
  return (
    <>
      <ImpactSummary impact={props.impact} />
      {props.error === undefined ? null : <ErrorState compact error={props.error} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={props.onClose}>
          {t('common:actions.back')}
        </Button>
        <Button data-autofocus loading={props.busy} onClick={props.onSave}>
          {t('impact.save')}
        </Button>
      </Group>
    </>
  );
}
