/** What a distributor's staff may do, always within their own distributor. */
export const PORTAL_PERMISSIONS = [
  'dashboard.read',
  'catalog.read',

  'prices.read',
  'prices.write',

  'shops.read',
  'shops.write',
  'brand.write',
  'domains.read',
  'domains.write',

  'orders.read',
  'orders.read_contact',
  'refunds.read',
  'refunds.request',
  'claims.read',
  'claims.handle',
  'buyers.read',

  'purchases.read',
  'purchases.place',
  'purchases.export',

  'wallet.read',
  'wallet.top_up',
  'wallet.pay_back',

  'downline.read',
  'downline.invite',
  'downline.write',

  'commissions.read',
  'referrals.write',
  'payees.read',
  'payees.write',
  'withdrawals.read',
  'withdrawals.request',
  'withdrawals.cancel',

  'statements.read',
  'invoices.read',
  'invoices.request',
  'invoices.issue',
  'reports.read',
  'reports.export',

  'gateways.read',
  'gateways.write',
  'api_keys.read',
  'api_keys.write',
  'webhooks.read',
  'webhooks.write',

  'team.read',
  'team.write',
  'settings.read',
  'settings.write',
  'audit.read',
] as const;
export type PortalPermission = (typeof PORTAL_PERMISSIONS)[number];

export const PORTAL_ROLES = ['owner', 'staff'] as const;
export type PortalRole = (typeof PORTAL_ROLES)[number];

// Staff run the shops and serve buyers. Money out, keys, people and the downline's prices are the owner's.
const STAFF: readonly PortalPermission[] = [
  'dashboard.read',
  'catalog.read',
  'prices.read',
  'prices.write',
  'shops.read',
  'shops.write',
  'brand.write',
  'domains.read',
  'orders.read',
  'orders.read_contact',
  'refunds.read',
  'refunds.request',
  'claims.read',
  'claims.handle',
  'buyers.read',
  'purchases.read',
  'purchases.place',
  'wallet.read',
  'downline.read',
  'invoices.read',
  'reports.read',
  'webhooks.read',
  'settings.read',
];

export const PORTAL_ROLE_PERMISSIONS: Readonly<Record<PortalRole, readonly PortalPermission[]>> = {
  owner: PORTAL_PERMISSIONS,
  staff: STAFF,
};

/** Asks for a fresh second factor at the moment of the act. */
export const PORTAL_STEP_UP: readonly PortalPermission[] = [
  'purchases.export',
  'payees.write',
  'withdrawals.request',
  'wallet.pay_back',
  'gateways.write',
  'api_keys.write',
  'team.write',
];
