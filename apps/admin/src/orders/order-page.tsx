import { useT } from '@keyfall/i18n';
import { PageHeader } from '@keyfall/ui';
import { useTitle } from '@keyfall/web';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAdminSession } from '../session/use-admin-session.ts';
import { OrderDetail } from './order-detail.tsx';

/** One order on a page of its own. */
export function OrderPage(): ReactNode {
  const t = useT('admin');
  const { id = '' } = useParams({ strict: false }) as { readonly id?: string };
  useTitle(id, t('nav.orders'), useAdminSession().tenant.name);
  return (
    <>
      <PageHeader title={id} back={{ href: '/orders', label: t('nav.orders') }} />
      <OrderDetail orderNo={id} narrow={false} />
    </>
  );
}
