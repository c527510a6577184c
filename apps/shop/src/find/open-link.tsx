import { useT } from '@keyfall/i18n';
import { ErrorState } from '@keyfall/ui';
import { isError, useErrorNotice, useNavigation } from '@keyfall/web';
import { Loader } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { links } from '../links.ts';
import { getOrder, listOrders, openOrderLink } from '../orders-api.ts';
import { forgetLinkToken } from '../parts/link-token.ts';
import type { LinkToken } from '../parts/link-token.ts';
import pageClasses from '../parts/page.module.css';
import { FindForm } from './find-form.tsx';
import classes from './find.module.css';

/** Spends the token; false where it was spent before or is too old. */
async function redeem(token: string): Promise<boolean> {
  try {
    await openOrderLink(token);
    return true;
  } catch (error) {
    if (isError(error, 'token_invalid')) return false;
    throw error;
  }
}

/** Where the buyer of this browser finds what the link is about; undefined where that is none of its orders. */
async function placeOf(orderNo: string | undefined): Promise<string | undefined> {
  if (orderNo !== undefined) {
    return await getOrder(orderNo).then(
      () => links.order(orderNo),
      () => undefined,
    );
  }
  const { items } = await listOrders(null);
  const [only] = items;
  return only === undefined ? undefined : items.length === 1 ? links.order(only.orderNo) : links.accountOrders;
}

/**
 * Redeems the mailed link: it makes this browser the guest that bought, and leads to the order. A link works once; opened again
 * where its order may be seen already it just leads there, and elsewhere a new one can be asked for at once.
 */
export function OpenLink({ link }: { readonly link: LinkToken }): ReactNode {
  const t = useT('shop');
  const noticeOf = useErrorNotice();
  const { navigate } = useNavigation();
  const queryClient = useQueryClient();
  const [error, setError] = useState<unknown>(undefined);
  const [isOver, setOver] = useState(false);
  // A token opens once: a second run of the effect (development) must not spend it again.
  const isSpent = useRef(false);
  useEffect(() => {
    if (isSpent.current) return;
    isSpent.current = true;
    const open = async (): Promise<void> => {
      const isOpened = await redeem(link.token);
      const place = await placeOf(link.orderNo).catch(() => undefined);
      forgetLinkToken();
      if (place === undefined && !isOpened) {
        setOver(true);
        return;
      }
      await queryClient.invalidateQueries();
      navigate(place ?? links.accountOrders, { replace: true });
    };
    open().catch(setError);
  }, [link, navigate, queryClient]);

  const notice = noticeOf(error);
  if (isOver) return <LinkIsOver orderNo={link.orderNo} />;
  return (
    <div className={pageClasses['narrow']}>
      <h1 className={pageClasses['title']} data-page-title>
        {t('find.linkTitle')}
      </h1>
      {notice === undefined ? <Loader mt="xl" aria-label={t('find.linkTitle')} /> : <ErrorState error={notice} />}
    </div>
  );
}

/** The link is used up or too old: what that means, and the form for a new one with the number filled in. */
function LinkIsOver({ orderNo }: Pick<LinkToken, 'orderNo'>): ReactNode {
  const t = useT('shop');
  return (
    <div className={pageClasses['narrow']}>
      <h1 className={pageClasses['title']} data-page-title>
        {t('find.linkBadTitle')}
      </h1>
      <p className={pageClasses['lead']}>{t('find.linkBadHelp')}</p>
      <div className={classes['form']}>
        <FindForm orderNo={orderNo} />
      </div>
    </div>
  );
}
