import { useT } from '@keyfall/i18n';
import { ActionIcon, Menu } from '@mantine/core';
import { IconLogout, IconUserCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';

export interface AccountMenuProps {
  readonly name: string;
  readonly role?: string;
  /** Links above “sign out”: account, sessions. */
  readonly links?: readonly { readonly href: string; readonly label: string; readonly icon?: ReactNode }[];
  readonly onSignOut: () => void;
}

/** Who is signed in, and the way out. */
export function AccountMenu({ name, role, links = [], onSignOut }: AccountMenuProps): ReactNode {
  const t = useT('common');
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon aria-label={t('session.signedInAs', { name })}>
          <IconUserCircle size={20} stroke={1.6} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{role === undefined ? name : `${name} · ${role}`}</Menu.Label>
        {links.map((link) => (
          <Menu.Item key={link.href} component="a" href={link.href} leftSection={link.icon}>
            {link.label}
          </Menu.Item>
        ))}
        {links.length === 0 ? null : <Menu.Divider />}
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={onSignOut}>
          {t('session.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
