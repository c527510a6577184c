import { useT } from '@keyfall/i18n';
import { ErrorState, PageHeader } from '@keyfall/ui';
import { useErrorNotice, useTitle } from '@keyfall/web';
import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { trpc } from '../api.ts';
import { usePortalSession } from '../session/use-portal-session.ts';
import { BestSellers, DayFigures } from './day-figures.tsx';
import classes from './home.module.css';
import { NextSteps } from './next-steps.tsx';

/** The first page: how the day goes, and what wants to be done next. */
export function HomePage(): ReactNode {
  const t = useT('portal');
  const noticeOf = useErrorNotice();
  const session = usePortalSession();
  useTitle(t('nav.dashboard'), session.distributor.name);
  const query = useQuery({ ...trpc.dashboard.get.queryOptions(), refetchInterval: 60_000 });
  const notice = query.data === undefined ? noticeOf(query.error) : undefined;
  return (
    <>
      <PageHeader title={t('home.hello', { name: session.name })} description={session.distributor.name} />
      <Stack gap="md">
        {notice === undefined ? (
          <DayFigures data={query.data} />
        ) : (
          <ErrorState error={notice} onRetry={() => void query.refetch()} />
        )}
        <div className={classes['columns']}>
          <NextSteps waiting={query.data?.nextActions ?? []} />
          {query.data === undefined ? null : <BestSellers data={query.data} />}
        </div>
      </Stack>
    </>
  );
}
