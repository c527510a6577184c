/**
 * A shop has no staff. Its "roles" say how well the visitor is known: nobody yet, a guest holding an order's token, or a
 * member with an account. Rows are still fenced by shop and buyer; these only say which procedures answer at all.
 */
export const SHOP_PERMISSIONS = [
  'shop.browse',
  'cart.write',
  'orders.place',
  'orders.find',
  'orders.read',
  'codes.reveal',
  'claims.read',
  'claims.open',
  'invoices.read',
  'invoices.request',
  'inbox.read',
  'account.read',
  'account.write',
] as const;
export type ShopPermission = (typeof SHOP_PERMISSIONS)[number];

export const SHOP_ROLES = ['visitor', 'guest', 'member'] as const;
export type ShopRole = (typeof SHOP_ROLES)[number];

const VISITOR: readonly ShopPermission[] = ['shop.browse', 'cart.write', 'orders.place', 'orders.find'];

const GUEST: readonly ShopPermission[] = [
  ...VISITOR,
  'orders.read',
  'codes.reveal',
  'claims.read',
  'claims.open',
  'invoices.read',
  'invoices.request',
];

export const SHOP_ROLE_PERMISSIONS: Readonly<Record<ShopRole, readonly ShopPermission[]>> = {
  visitor: VISITOR,
  guest: GUEST,
  member: SHOP_PERMISSIONS,
};
