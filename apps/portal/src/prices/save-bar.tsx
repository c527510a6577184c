import { useT } from '@keyfall/i18n';
import { ErrorState } from '@keyfall/ui';
import { useErrorNotice } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button, Group } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { PriceEdits } from './price-edits.ts';

/** Appears with the first change: how many there are, what hinders saving, save and discard. */
export function SaveBar({ shopId, edits }: { readonly shopId: string; readonly edits: PriceEdits }): ReactNode {
  const t = useT('portal');
  const toast = useToast();
  const noticeOf = useErrorNotice();
  const save = useMutation({
    mutationFn: () => client.prices.set.mutate({ shopId, changes: [...edits.changes] }),
    onSuccess: async () => {
      toast.success(t('prices.saved', { count: edits.changes.length }));
      // First the new rows, then the edits go: no cell falls back to its former price for a moment.
      await queryClient.invalidateQueries({ queryKey: trpc.prices.pathKey() });
      edits.discard();
    },
  });
  const notice = noticeOf(save.error);
  if (edits.changes.length === 0) return null;
  return (
    <section className="save-bar" aria-label={t('prices.changes')}>
      <p aria-live="polite">
        {t('prices.changed', { count: edits.changes.length })}
        {edits.wrong.length > 0 ? <> · {t('prices.wrong', { count: edits.wrong.length })}</> : null}
      </p>
      {notice === undefined ? null : <ErrorState compact error={notice} />}
      <Group gap="xs">
        <Button variant="default" disabled={save.isPending} onClick={edits.discard}>
          {t('prices.discard')}
        </Button>
        <Button loading={save.isPending} disabled={edits.wrong.length > 0} onClick={() => save.mutate()}>
          {t('prices.save', { count: edits.changes.length })}
        </Button>
      </Group>
    </section>
  );
}
