import { ALERT_KINDS, alertWord } from '@keyfall/contracts/alerts';
import { useI18n, useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useKeysetPaging, useListTable, useTitle, useUrlState } from '@keyfall/web';
import { AlertTable } from '@keyfall/web/office';
import type { AlertPart } from '@keyfall/web/office';
import { Group } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { useAdminSession } from '../session/use-admin-session.ts';
import type { Alert } from './alert-kinds.ts';
import { RemedyLink } from './alerts-card.tsx';
import { CloseAlert } from './close-alert.tsx';
import { useAlertWords } from './use-alert-words.ts';

/** Everything the back office was alerted to, with what to do about it; the open ones unless asked otherwise. */
export function AlertsPage(): ReactNode {
  const t = useT('admin');
  const { lookUp } = useI18n();
  useTitle(t('nav.alerts'), useAdminSession().tenant.name);
  const [url] = useUrlState('state', 'kind');
  const paging = useKeysetPaging('alerts');
  const kind = ALERT_KINDS.find((each) => each === url.kind);
  const isOpen = url.state !== 'closed';
  const query = useQuery({
    ...trpc.alerts.list.queryOptions({
      isOpen,
      ...paging.input,
      ...(kind === undefined ? {} : { kinds: [kind] }),
    }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <PageHeader title={t('nav.alerts')} description={t('alerts.help')} />
      <AlertTable
        label={t('nav.alerts')}
        table={useListTable(query, paging)}
        isOpen={isOpen}
        words={Words}
        acts={Acts}
        kinds={ALERT_KINDS.map((each) => ({
          value: each,
          label: lookUp(`admin:alerts.kinds.${alertWord(each)}`) ?? each,
        }))}
        onFilter={paging.reset}
      />
    </>
  );
}

function Words({ alert, part }: { readonly alert: Alert; readonly part: AlertPart }): ReactNode {
  const wordsOf = useAlertWords();
  return wordsOf(alert)[part];
}

function Acts({ alert }: { readonly alert: Alert }): ReactNode {
  return (
    <Group gap="xs" wrap="nowrap">
      <RemedyLink alert={alert} />
      <CloseAlert alert={alert} />
    </Group>
  );
}
