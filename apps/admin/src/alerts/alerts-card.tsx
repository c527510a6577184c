import { useFormat, useT } from '@keyfall/i18n';
import { useCan } from '@keyfall/web';
import { Anchor, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { remedyOf } from './alert-kinds.ts';
import type { Alert } from './alert-kinds.ts';
import { CloseAlert } from './close-alert.tsx';
import { useAlertWords } from './use-alert-words.ts';

const SHOWN = 5;
const REFRESH_MS = 60_000;

/** The newest open alerts for the first page; nothing at all while there is none. */
export function AlertsCard(): ReactNode {
  const t = useT('admin');
  const query = useQuery({
    ...trpc.alerts.list.queryOptions({ isOpen: true, limit: SHOWN }),
    refetchInterval: REFRESH_MS,
  });
  const alerts = query.data?.items ?? [];
  if (alerts.length === 0) return null;
  return (
    <section className="panel-card" aria-label={t('alerts.title')}>
      <h2>{t('alerts.title')}</h2>
      <Stack gap="md">
        {alerts.map((alert) => (
          <AlertLine key={alert.id} alert={alert} />
        ))}
        {query.data?.nextCursor == null ? null : (
          <Anchor size="sm" href="/alerts">
            {t('alerts.more')}
          </Anchor>
        )}
      </Stack>
    </section>
  );
}

function AlertLine({ alert }: { readonly alert: Alert }): ReactNode {
  const format = useFormat();
  const wordsOf = useAlertWords();
  const { title, facts, next } = wordsOf(alert);
  return (
    <div>
      <Group justify="space-between" wrap="nowrap" align="start">
        <strong>{title}</strong>
        <time dateTime={alert.createdAt} className="quiet small" style={{ whiteSpace: 'nowrap' }}>
          {format.relative(alert.createdAt)}
        </time>
      </Group>
      <div className="small">{facts}</div>
      <div className="quiet small">{next}</div>
      <Group gap="xs" mt={6}>
        <RemedyLink alert={alert} />
        <CloseAlert alert={alert} />
      </Group>
    </div>
  );
}

/** Leads to where the alert is dealt with, for those who may do it there. */
export function RemedyLink({ alert }: { readonly alert: Alert }): ReactNode {
  const can = useCan();
  const wordsOf = useAlertWords();
  const remedy = remedyOf(alert);
  const { go } = wordsOf(alert);
  if (remedy === undefined || go === undefined || !can(remedy.permission)) return null;
  return (
    <Anchor size="sm" href={remedy.href}>
      {go}
    </Anchor>
  );
}
