import { useT } from '@keyfall/i18n';
import { EmptyState, ErrorState } from '@keyfall/ui';
import { isError, useErrorNotice, useNavigation } from '@keyfall/web';
import { Button, Loader } from '@mantine/core';
import { IconLinkOff } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { listOrders, openOrderLink } from '../orders-api.ts';
import { forgetLinkToken } from '../parts/link-token.ts';
import pageClasses from '../parts/page.module.css';

/** Redeems the mailed link: it makes this browser the guest that bought, and leads to the order. */
export function OpenLink({ token }: { readonly token: string }): ReactNode {
  const t = useT('shop');
  const noticeOf = useErrorNotice();
  const { navigate } = useNavigation();
  const queryClient = useQueryClient();
  const [error, setError] = useState<unknown>(undefined);
  // A token opens once: a second run of the effect (development) must not spend it again.
  const isSpent = useRef(false);
  useEffect(() => {
    if (isSpent.current) return;
    isSpent.current = true;
    const open = async (): Promise<void> => {
      await openOrderLink(token);
      forgetLinkToken();
      await queryClient.invalidateQueries();
      const { items } = await listOrders(null);
      const only = items.length === 1 ? items[0] : undefined;
      navigate(only === undefined ? links.accountOrders : links.order(only.orderNo), { replace: true });
    };
    open().catch(setError);
  }, [token, navigate, queryClient]);

  const notice = noticeOf(error);
  return (
    <div className={pageClasses['narrow']}>
      <h1 className={pageClasses['title']} data-page-title>
        {t('find.linkTitle')}
      </h1>
      {notice === undefined ? <Loader mt="xl" aria-label={t('find.linkTitle')} /> : null}
      {isError(error, 'token_invalid') ? (
        <EmptyState
          icon={<IconLinkOff size={28} />}
          title={t('find.linkBadTitle')}
          description={t('find.linkBadHelp')}
          action={<Button onClick={() => window.location.assign(links.findOrder)}>{t('find.title')}</Button>}
        />
      ) : notice === undefined ? null : (
        <ErrorState error={notice} />
      )}
    </div>
  );
}
