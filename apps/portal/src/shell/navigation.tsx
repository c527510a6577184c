import type { PortalPermission } from '@keyfall/contracts';
import type { Translate } from '@keyfall/i18n';
import type { NavGroup } from '@keyfall/ui';
import {
  IconBell,
  IconChartBar,
  IconBuildingStore,
  IconCashBanknote,
  IconCoins,
  IconCreditCard,
  IconFileInvoice,
  IconFileText,
  IconGauge,
  IconHierarchy,
  IconHistory,
  IconListTree,
  IconReceipt,
  IconShare,
  IconTags,
  IconShoppingCart,
  IconUsers,
  IconWallet,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';

export type PlaceKey =
  | 'dashboard'
  | 'alerts'
  | 'orders'
  | 'income'
  | 'referrals'
  | 'shops'
  | 'prices'
  | 'collecting'
  | 'downlinePrices'
  | 'downline'
  | 'wallet'
  | 'purchases'
  | 'statements'
  | 'invoices'
  | 'reports'
  | 'withdrawals'
  | 'team'
  | 'audit';

interface Place {
  readonly href: string;
  readonly key: PlaceKey;
  readonly icon: ReactNode;
  /** Without it the place is not shown, and its pages say so. */
  readonly permission: PortalPermission;
}

interface PlaceGroup {
  readonly key: 'selling' | 'shop' | 'money' | 'house';
  readonly places: readonly Place[];
}

/** The whole map of the portal. */
const GROUPS: readonly PlaceGroup[] = [
  {
    key: 'selling',
    places: [
      { href: '/', key: 'dashboard', icon: <IconGauge />, permission: 'dashboard.read' },
      { href: '/alerts', key: 'alerts', icon: <IconBell />, permission: 'dashboard.read' },
      { href: '/orders', key: 'orders', icon: <IconReceipt />, permission: 'orders.read' },
      { href: '/purchases', key: 'purchases', icon: <IconShoppingCart />, permission: 'purchases.read' },
    ],
  },
  {
    key: 'shop',
    places: [
      { href: '/shops', key: 'shops', icon: <IconBuildingStore />, permission: 'shops.read' },
      { href: '/prices', key: 'prices', icon: <IconTags />, permission: 'prices.read' },
      { href: '/collecting', key: 'collecting', icon: <IconCreditCard />, permission: 'gateways.read' },
    ],
  },
  {
    key: 'money',
    places: [
      { href: '/income', key: 'income', icon: <IconCoins />, permission: 'commissions.read' },
      { href: '/referrals', key: 'referrals', icon: <IconShare />, permission: 'commissions.read' },
      { href: '/wallet', key: 'wallet', icon: <IconWallet />, permission: 'wallet.read' },
      { href: '/withdrawals', key: 'withdrawals', icon: <IconCashBanknote />, permission: 'withdrawals.read' },
      { href: '/statements', key: 'statements', icon: <IconFileText />, permission: 'statements.read' },
      { href: '/invoices', key: 'invoices', icon: <IconFileInvoice />, permission: 'invoices.read' },
      { href: '/reports', key: 'reports', icon: <IconChartBar />, permission: 'reports.read' },
    ],
  },
  {
    key: 'house',
    places: [
      { href: '/downline', key: 'downline', icon: <IconHierarchy />, permission: 'downline.read' },
      { href: '/downline-prices', key: 'downlinePrices', icon: <IconListTree />, permission: 'downline.read' },
      { href: '/team', key: 'team', icon: <IconUsers />, permission: 'team.read' },
      { href: '/audit', key: 'audit', icon: <IconHistory />, permission: 'audit.read' },
    ],
  },
];

const PLACES = GROUPS.flatMap((group) => group.places);

/** The navigation of somebody with these permissions; groups that would be empty are left out. Places may bear a count. */
export function navigationFor(
  t: Translate<'portal'>,
  can: (permission: PortalPermission) => boolean,
  badges: Partial<Readonly<Record<PlaceKey, number>>>,
): readonly NavGroup[] {
  return GROUPS.map((group) => ({
    label: t(`nav.groups.${group.key}`),
    items: group.places
      .filter((place) => can(place.permission))
      .map(({ href, key, icon }) => ({ href, icon, label: t(`nav.${key}`), badge: badges[key] ?? 0 })),
  })).filter((group) => group.items.length > 0);
}

/** What one needs to see the page at this path: the permission of the place it lies under. */
export function permissionOfPath(path: string): PortalPermission | undefined {
  if (path === '/') return 'dashboard.read';
  return PLACES.find(({ href }) => href !== '/' && (path === href || path.startsWith(`${href}/`)))?.permission;
}
