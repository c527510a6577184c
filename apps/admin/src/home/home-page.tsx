import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useTitle } from '@keyfall/web';
import type { ReactNode } from 'react';
import { useAdminSession } from '../session/use-admin-session.ts';

/** The first page. */
export function HomePage(): ReactNode {
  const t = useT('admin');
  const session = useAdminSession();
  useTitle(t('nav.dashboard'), session.tenant.name);
  return <PageHeader title={t('nav.dashboard')} />;
}
