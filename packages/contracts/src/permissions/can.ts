import { ADMIN_ROLE_PERMISSIONS, ADMIN_STEP_UP } from './admin.ts';
import type { AdminPermission, AdminRole } from './admin.ts';
import { PORTAL_ROLE_PERMISSIONS, PORTAL_STEP_UP } from './portal.ts';
import type { PortalPermission, PortalRole } from './portal.ts';
import { SHOP_ROLE_PERMISSIONS } from './shop.ts';
import type { ShopPermission, ShopRole } from './shop.ts';

/** A role with its audience: an admin's `owner` and a portal's `owner` share nothing but the word. */
export type AudienceRole =
  | { readonly audience: 'admin'; readonly role: AdminRole }
  | { readonly audience: 'portal'; readonly role: PortalRole }
  | { readonly audience: 'shop'; readonly role: ShopRole };

export type PermissionOf<A extends AudienceRole['audience']> = {
  admin: AdminPermission;
  portal: PortalPermission;
  shop: ShopPermission;
}[A];

export type Permission = AdminPermission | PortalPermission | ShopPermission;

/** Everything the role may do. */
export function permissionsOf(holder: AudienceRole): readonly Permission[] {
  switch (holder.audience) {
    case 'admin':
      return ADMIN_ROLE_PERMISSIONS[holder.role];
    case 'portal':
      return PORTAL_ROLE_PERMISSIONS[holder.role];
    case 'shop':
      return SHOP_ROLE_PERMISSIONS[holder.role];
  }
}

/**
 * Whether the holder (a principal, or any `{audience, role}`) may do this. Only the first of three walls: which rows is
 * decided by the database, and whether a second person or factor is needed by the use case.
 */
export function can<Holder extends AudienceRole>(
  holder: Holder,
  permission: PermissionOf<Holder['audience']>,
): boolean {
  return permissionsOf(holder).includes(permission);
}

/** Whether the act asks for a fresh second factor. */
export function needsStepUp<A extends AudienceRole['audience']>(audience: A, permission: PermissionOf<A>): boolean {
  const list: readonly Permission[] =
    audience === 'admin' ? ADMIN_STEP_UP : audience === 'portal' ? PORTAL_STEP_UP : [];
  return list.includes(permission);
}
