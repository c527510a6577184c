import type { AdminPermission } from '@keyfall/contracts';
import type { Translate } from '@keyfall/i18n';
import type { NavGroup } from '@keyfall/ui';
import {
  IconAdjustments,
  IconArrowsDiff,
  IconBell,
  IconBuildingStore,
  IconCashBanknote,
  IconCategory,
  IconChartBar,
  IconCreditCard,
  IconFileInvoice,
  IconFileText,
  IconGauge,
  IconHistory,
  IconHierarchy,
  IconKey,
  IconListDetails,
  IconPackages,
  IconPercentage,
  IconReceipt,
  IconScale,
  IconSettings,
  IconTags,
  IconUpload,
  IconUsers,
  IconWallet,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';

interface Place {
  readonly href: string;
  readonly key: PlaceKey;
  readonly icon: ReactNode;
  /** Without it the place is not shown, and its pages say so. */
  readonly permission: AdminPermission;
}

export type PlaceKey =
  | 'dashboard'
  | 'alerts'
  | 'orders'
  | 'payments'
  | 'catalog'
  | 'categories'
  | 'prices'
  | 'priceLists'
  | 'incomeRules'
  | 'inventory'
  | 'imports'
  | 'codes'
  | 'distributors'
  | 'shops'
  | 'wallets'
  | 'ledger'
  | 'withdrawals'
  | 'statements'
  | 'invoices'
  | 'reports'
  | 'reconciliation'
  | 'team'
  | 'settings'
  | 'audit';

interface PlaceGroup {
  readonly key: 'selling' | 'goods' | 'channel' | 'money' | 'house';
  readonly places: readonly Place[];
}

/** The whole map of the back office; longer addresses stand below shorter ones that contain them. */
const GROUPS: readonly PlaceGroup[] = [
  {
    key: 'selling',
    places: [
      { href: '/', key: 'dashboard', icon: <IconGauge />, permission: 'dashboard.read' },
      { href: '/alerts', key: 'alerts', icon: <IconBell />, permission: 'dashboard.read' },
      { href: '/orders', key: 'orders', icon: <IconReceipt />, permission: 'orders.read' },
      { href: '/payments', key: 'payments', icon: <IconCreditCard />, permission: 'payments.read' },
    ],
  },
  {
    key: 'goods',
    places: [
      { href: '/catalog', key: 'catalog', icon: <IconListDetails />, permission: 'catalog.read' },
      { href: '/categories', key: 'categories', icon: <IconCategory />, permission: 'catalog.read' },
      { href: '/prices', key: 'prices', icon: <IconAdjustments />, permission: 'prices.read' },
      { href: '/price-lists', key: 'priceLists', icon: <IconTags />, permission: 'prices.read' },
      { href: '/income-rules', key: 'incomeRules', icon: <IconPercentage />, permission: 'prices.read' },
      { href: '/inventory', key: 'inventory', icon: <IconPackages />, permission: 'inventory.read' },
      { href: '/imports', key: 'imports', icon: <IconUpload />, permission: 'inventory.read' },
      { href: '/codes', key: 'codes', icon: <IconKey />, permission: 'inventory.read' },
    ],
  },
  {
    key: 'channel',
    places: [
      { href: '/distributors', key: 'distributors', icon: <IconHierarchy />, permission: 'distributors.read' },
      { href: '/shops', key: 'shops', icon: <IconBuildingStore />, permission: 'shops.read' },
    ],
  },
  {
    key: 'money',
    places: [
      { href: '/withdrawals', key: 'withdrawals', icon: <IconCashBanknote />, permission: 'withdrawals.read' },
      { href: '/wallets', key: 'wallets', icon: <IconWallet />, permission: 'wallets.read' },
      { href: '/ledger', key: 'ledger', icon: <IconScale />, permission: 'ledger.read' },
      { href: '/statements', key: 'statements', icon: <IconFileText />, permission: 'statements.read' },
      { href: '/invoices', key: 'invoices', icon: <IconFileInvoice />, permission: 'invoices.read' },
      { href: '/reports', key: 'reports', icon: <IconChartBar />, permission: 'reports.read' },
      { href: '/reconciliation', key: 'reconciliation', icon: <IconArrowsDiff />, permission: 'reconciliation.read' },
    ],
  },
  {
    key: 'house',
    places: [
      { href: '/team', key: 'team', icon: <IconUsers />, permission: 'team.read' },
      { href: '/settings', key: 'settings', icon: <IconSettings />, permission: 'settings.read' },
      { href: '/audit', key: 'audit', icon: <IconHistory />, permission: 'audit.read' },
    ],
  },
];

const PLACES = GROUPS.flatMap((group) => group.places);

/** The navigation of somebody with these permissions; groups that would be empty are left out. */
export function navigationFor(
  t: Translate<'admin'>,
  can: (permission: AdminPermission) => boolean,
): readonly NavGroup[] {
  return GROUPS.map((group) => ({
    label: t(`nav.groups.${group.key}`),
    items: group.places
      .filter((place) => can(place.permission))
      .map(({ href, key, icon }) => ({ href, icon, label: t(`nav.${key}`) })),
  })).filter((group) => group.items.length > 0);
}

/** What one needs to see the page at this path: the permission of the place it lies under. */
export function permissionOfPath(path: string): AdminPermission | undefined {
  if (path === '/') return 'dashboard.read';
  return PLACES.find(({ href }) => href !== '/' && (path === href || path.startsWith(`${href}/`)))?.permission;
}
