import { useT } from '@keyfall/i18n';
import type { Command } from '@keyfall/ui';
import { AppShell, ShellBrand } from '@keyfall/ui';
import { ForbiddenPage, NetworkBanner, useCan, useNavigation, useOnline } from '@keyfall/web';
import { AccountMenu, OfficeTools, useToast } from '@keyfall/web/office';
import { IconBuildingStore, IconSearch, IconShieldLock } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { queryClient, trpc } from '../api.ts';
import { AccountPage } from '../account/account-page.tsx';
import { OnboardingPage } from '../onboarding/onboarding-page.tsx';
import { useOwnLook } from '../session/use-own-look.ts';
import { staffAuth } from '../session/staff-auth.ts';
import { usePortalSession } from '../session/use-portal-session.ts';
import { navigationFor, permissionOfPath } from './navigation.tsx';

/** Not let in yet: nothing but the own application and the own account. */
const APPLICANT: ReadonlySet<string> = new Set(['invited', 'pending']);

const LOOK_EVERY_MS = 60_000;

/** The frame around every page of the portal, in the look of the distributor's own shop. */
export function PortalShell({ children }: { readonly children: ReactNode }): ReactNode {
  const t = useT('portal');
  const session = usePortalSession();
  const can = useCan();
  const toast = useToast();
  const { path, navigate } = useNavigation();
  const [typed, setTyped] = useState('');
  const commands = useCommands(typed);
  const { logoUrl } = useOwnLook();
  const isApplicant = APPLICANT.has(session.distributor.status);
  const unseen = useQuery({
    ...trpc.alerts.unseen.queryOptions(),
    enabled: !isApplicant && !session.secondFactorMissing && can('dashboard.read'),
    refetchInterval: LOOK_EVERY_MS,
  });
  const alerts = unseen.data ?? 0;
  const navigation = useMemo(
    () => (isApplicant ? [] : navigationFor(t, can, { alerts })),
    [t, can, isApplicant, alerts],
  );
  const leave = useMutation({
    mutationFn: staffAuth.logOut,
    onSuccess: () => {
      queryClient.clear();
      window.location.assign('/');
    },
    onError: toast.error,
  });
  const needed = permissionOfPath(path);
  const banner = useBanner();
  return (
    <AppShell
      brand={
        <ShellBrand
          name={session.distributor.name}
          detail={t('title')}
          {...(logoUrl === undefined ? {} : { logoUrl })}
        />
      }
      navigation={navigation}
      path={path}
      commands={commands}
      onCommandQuery={setTyped}
      onNavigate={navigate}
      {...(banner === undefined ? {} : { banner })}
      tools={
        <OfficeTools>
          <AccountMenu
            name={session.name}
            role={t(`common:roles.portal.${session.role}`)}
            links={[{ href: '/account', label: t('nav.account'), icon: <IconShieldLock size={16} aria-hidden /> }]}
            onSignOut={() => leave.mutate()}
          />
        </OfficeTools>
      }
    >
      {session.secondFactorMissing || (isApplicant && path === '/account') ? (
        <AccountPage />
      ) : isApplicant ? (
        <OnboardingPage />
      ) : needed === undefined || can(needed) ? (
        children
      ) : (
        <ForbiddenPage />
      )}
    </AppShell>
  );
}

/** What stands above every page: no connection, or an account that may look and not act. */
function useBanner(): ReactNode | undefined {
  const t = useT('portal');
  const online = useOnline();
  const { status } = usePortalSession().distributor;
  if (!online) return <NetworkBanner />;
  if (status === 'frozen') return t('shell.frozen');
  if (status === 'closed') return t('shell.closed');
  return undefined;
}

/** What the palette offers beside the pages: things to begin, and a search for what was typed. */
function useCommands(typed: string): readonly Command[] {
  const t = useT('portal');
  const can = useCan();
  const query = typed.trim();
  const find = (id: string, label: string, path: string): Command => ({
    id: `find-${id}`,
    label,
    group: t('palette.search'),
    icon: <IconSearch />,
    keywords: [query],
    href: `${path}?${new URLSearchParams({ q: query }).toString()}`,
  });
  return [
    ...(query !== '' && can('orders.read') ? [find('orders', t('palette.findOrder', { query }), '/orders')] : []),
    ...(query !== '' && can('prices.read') ? [find('prices', t('palette.findPrice', { query }), '/prices')] : []),
    ...(can('shops.write')
      ? [
          {
            id: 'new-shop',
            label: t('palette.newShop'),
            group: t('palette.actions'),
            icon: <IconBuildingStore />,
            href: '/shops?open=new',
          },
        ]
      : []),
  ];
}
