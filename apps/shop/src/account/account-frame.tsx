import { useT } from '@keyfall/i18n';
import { EmptyState } from '@keyfall/ui';
import { postJson, useNavigation, useTitle } from '@keyfall/web';
import { Button, Skeleton } from '@mantine/core';
import { IconUser } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { shop } from '../boot.ts';
import { links } from '../links.ts';
import pageClasses from '../parts/page.module.css';
import { useShopSession } from '../parts/session.ts';
import classes from './account.module.css';

export interface AccountFrameProps {
  readonly title: string;
  /** Guests may see their orders too; everything else is an account's. */
  readonly forGuests?: boolean;
  readonly children: ReactNode;
}

/** The account's pages: their tabs, and the way in for whoever is not signed in. */
export function AccountFrame({ title, forGuests = false, children }: AccountFrameProps): ReactNode {
  const t = useT('shop');
  const { path } = useNavigation();
  const session = useShopSession();
  useTitle(title, shop.name);
  if (session === undefined) {
    return (
      <div className={pageClasses['narrow']} aria-hidden="true">
        <Skeleton height={30} width="40%" mb="lg" />
        <Skeleton height={90} radius="lg" />
      </div>
    );
  }
  const isMember = session.role === 'member';
  const maySee = isMember || (forGuests && session.role === 'guest');
  return (
    <div className={pageClasses['narrow']} style={{ maxWidth: 760 }}>
      <h1 className={pageClasses['title']} data-page-title>
        {title}
      </h1>
      {isMember ? <AccountTabs path={path} mail={session.buyer?.mail ?? null} /> : null}
      {maySee ? (
        children
      ) : (
        <EmptyState
          icon={<IconUser size={28} />}
          title={t('account.needSignIn')}
          description={t('login.help')}
          action={
            <Button component="a" href={links.login(path)}>
              {t('nav.signIn')}
            </Button>
          }
        />
      )}
    </div>
  );
}

function AccountTabs({ path, mail }: { readonly path: string; readonly mail: string | null }): ReactNode {
  const t = useT('shop');
  const { navigate } = useNavigation();
  const queryClient = useQueryClient();
  const signOut = async (): Promise<void> => {
    await postJson('/auth/shop/logout');
    queryClient.clear();
    navigate(links.home);
  };
  const tabs = [
    {
      href: links.accountOrders,
      label: t('account.orders'),
      here: path === links.account || path === links.accountOrders,
    },
    { href: links.accountInvoices, label: t('invoice.mine'), here: path === links.accountInvoices },
    { href: links.inbox, label: t('account.inbox'), here: path === links.inbox },
    { href: links.profile, label: t('account.profile'), here: path === links.profile },
    { href: links.sessions, label: t('account.devices'), here: path === links.sessions },
  ];
  return (
    <>
      <p className={classes['who']}>
        {mail}
        <button type="button" onClick={() => void signOut()}>
          {t('account.signOut')}
        </button>
      </p>
      <nav className={classes['tabs']} aria-label={t('account.title')}>
        {tabs.map((tab) => (
          <a key={tab.href} href={tab.href} aria-current={tab.here ? 'page' : undefined}>
            {tab.label}
          </a>
        ))}
      </nav>
    </>
  );
}
