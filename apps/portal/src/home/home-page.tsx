import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useTitle } from '@keyfall/web';
import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePortalSession } from '../session/use-portal-session.ts';
import { NextSteps } from './next-steps.tsx';

/** The first page: how the day goes, and what wants to be done next. */
export function HomePage(): ReactNode {
  const t = useT('portal');
  const session = usePortalSession();
  useTitle(t('nav.dashboard'), session.distributor.name);
  return (
    <>
      <PageHeader title={t('home.hello', { name: session.name })} description={session.distributor.name} />
      <Stack gap="md">
        <NextSteps />
      </Stack>
    </>
  );
}
