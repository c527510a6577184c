import { ALERTS_CLOSED_BY_HAND } from '@keyfall/contracts/alerts';
import { useT } from '@keyfall/i18n';
import { Can } from '@keyfall/web';
import { useToast } from '@keyfall/web/office';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import type { Alert } from './alert-kinds.ts';

const BY_HAND: ReadonlySet<string> = new Set(ALERTS_CLOSED_BY_HAND);

/** Closes an alert that nobody but a person can know to be dealt with; nothing for those that close by themselves. */
export function CloseAlert({ alert }: { readonly alert: Alert }): ReactNode {
  const t = useT('admin');
  const toast = useToast();
  const close = useMutation({
    mutationFn: () => client.alerts.close.mutate({ alertId: alert.id }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.alerts.pathKey() }),
    onError: toast.error,
  });
  if (alert.closedAt !== null || !BY_HAND.has(alert.kind)) return null;
  return (
    <Can permission="alerts.close">
      <Button size="compact-sm" variant="default" loading={close.isPending} onClick={() => close.mutate()}>
        {t('alerts.seen')}
      </Button>
    </Can>
  );
}
