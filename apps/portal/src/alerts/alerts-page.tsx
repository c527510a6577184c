import { PORTAL_ALERT_KINDS, alertWord } from '@keyfall/contracts/alerts';
import { useI18n, useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useKeysetPaging, useListTable, useTitle, useUrlState } from '@keyfall/web';
import { AlertTable } from '@keyfall/web/office';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { client, queryClient, trpc } from '../api.ts';
import { usePortalSession } from '../session/use-portal-session.ts';
import { AlertRemedy, AlertWords } from './alert-words.tsx';

/** What this distributor was alerted to; the open ones unless asked otherwise. Looking at them makes them known. */
export function AlertsPage(): ReactNode {
  const t = useT('portal');
  const { lookUp } = useI18n();
  const { distributor } = usePortalSession();
  useTitle(t('nav.alerts'), distributor.name);
  const [url] = useUrlState('state', 'kind');
  const paging = useKeysetPaging('alerts');
  const kind = PORTAL_ALERT_KINDS.find((each) => each === url.kind);
  const isOpen = url.state !== 'closed';
  const query = useQuery({
    ...trpc.alerts.list.queryOptions({
      isOpen,
      ...paging.input,
      ...(kind === undefined ? {} : { kinds: [kind] }),
    }),
    placeholderData: keepPreviousData,
  });
  useSeen(query.data?.items.some((alert) => alert.isNew) === true && distributor.status === 'active');
  return (
    <>
      <PageHeader title={t('nav.alerts')} description={t('alerts.help')} />
      <AlertTable
        label={t('nav.alerts')}
        table={useListTable(query, paging)}
        isOpen={isOpen}
        words={AlertWords}
        acts={AlertRemedy}
        kinds={PORTAL_ALERT_KINDS.map((each) => ({
          value: each,
          label: lookUp(`portal:alerts.kinds.${alertWord(each)}`) ?? each,
        }))}
        onFilter={paging.reset}
      />
    </>
  );
}

/** Says once that the reader has seen what is new. The list keeps its marks until it is opened again. */
function useSeen(hasNew: boolean): void {
  const { mutate } = useMutation({
    mutationFn: () => client.alerts.markSeen.mutate(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.alerts.unseen.queryKey() }),
  });
  useEffect(() => {
    if (hasNew) mutate();
  }, [hasNew, mutate]);
}
