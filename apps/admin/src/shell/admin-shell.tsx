import type { Command } from '@keyfall/ui';
import { useT } from '@keyfall/i18n';
import { AppShell, ShellBrand } from '@keyfall/ui';
import { ForbiddenPage, NetworkBanner, useCan, useNavigation, useOnline } from '@keyfall/web';
import { AccountMenu, OfficeTools, useToast } from '@keyfall/web/office';
import { IconPackageImport, IconPlus, IconSearch, IconShieldLock } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { queryClient } from '../api.ts';
import { staffAuth } from '../session/staff-auth.ts';
import { useAdminSession } from '../session/use-admin-session.ts';
import { navigationFor, permissionOfPath } from './navigation.tsx';

/** The frame around every page of the back office: navigation by permission, palette, language, scheme, account. */
export function AdminShell({ children }: { readonly children: ReactNode }): ReactNode {
  const t = useT('admin');
  const session = useAdminSession();
  const can = useCan();
  const online = useOnline();
  const toast = useToast();
  const { path, navigate } = useNavigation();
  const [typed, setTyped] = useState('');
  const commands = useCommands(typed);
  const navigation = useMemo(() => navigationFor(t, can), [t, can]);
  const leave = useMutation({
    mutationFn: staffAuth.logOut,
    onSuccess: () => {
      queryClient.clear();
      window.location.assign('/');
    },
    onError: toast.error,
  });
  const needed = permissionOfPath(path);
  return (
    <AppShell
      brand={<ShellBrand name={session.tenant.name} detail={t('title')} />}
      navigation={navigation}
      path={path}
      commands={commands}
      onCommandQuery={setTyped}
      onNavigate={navigate}
      {...(online ? {} : { banner: <NetworkBanner /> })}
      tools={
        <OfficeTools>
          <AccountMenu
            name={session.name}
            role={t(`common:roles.admin.${session.role}`)}
            links={[{ href: '/account', label: t('nav.account'), icon: <IconShieldLock size={16} aria-hidden /> }]}
            onSignOut={() => leave.mutate()}
          />
        </OfficeTools>
      }
    >
      {needed === undefined || can(needed) ? children : <ForbiddenPage />}
    </AppShell>
  );
}

/** What the palette offers beside the pages: things to begin, and a search for what was typed. */
function useCommands(typed: string): readonly Command[] {
  const t = useT('admin');
  const can = useCan();
  const query = typed.trim();
  const group = t('palette.actions');
  const searches: Command[] =
    query === ''
      ? []
      : [
          ...(can('orders.read') ? [search('orders', t('palette.findOrder', { query }), '/orders', query)] : []),
          ...(can('catalog.read') ? [search('catalog', t('palette.findProduct', { query }), '/catalog', query)] : []),
          ...(can('distributors.read')
            ? [search('distributors', t('palette.findDistributor', { query }), '/distributors', query)]
            : []),
        ];
  return [
    ...searches.map((command) => ({ ...command, group: t('palette.search') })),
    ...(can('inventory.import')
      ? [{ id: 'import', label: t('palette.importCodes'), group, icon: <IconPackageImport />, href: '/imports/new' }]
      : []),
    ...(can('catalog.write')
      ? [{ id: 'product', label: t('palette.newProduct'), group, icon: <IconPlus />, href: '/catalog/new' }]
      : []),
    ...(can('distributors.write')
      ? [
          {
            id: 'distributor',
            label: t('palette.newDistributor'),
            group,
            icon: <IconPlus />,
            href: '/distributors/new',
          },
        ]
      : []),
  ];
}

function search(id: string, label: string, path: string, query: string): Omit<Command, 'group'> & { group: string } {
  const href = `${path}?${new URLSearchParams({ q: query }).toString()}`;
  return { id: `find-${id}`, label, group: '', icon: <IconSearch />, keywords: [query], href };
}
