import { describe, expect, it } from 'vitest';
import { ADMIN_PERMISSIONS, ADMIN_ROLES, ADMIN_ROLE_PERMISSIONS, ADMIN_STEP_UP } from './admin.ts';
import { can, needsStepUp, permissionsOf } from './can.ts';
import { PORTAL_PERMISSIONS, PORTAL_ROLE_PERMISSIONS, PORTAL_STEP_UP } from './portal.ts';
import type { PortalRole } from './portal.ts';
import { SHOP_PERMISSIONS, SHOP_ROLES, SHOP_ROLE_PERMISSIONS } from './shop.ts';

const admin = (role: (typeof ADMIN_ROLES)[number]) => ({ audience: 'admin', role }) as const;
const portal = (role: PortalRole) => ({ audience: 'portal', role }) as const;

describe('role tables', () => {
  it('name no permission twice and only permissions of their audience', () => {
    const tables = [
      [ADMIN_PERMISSIONS, Object.values(ADMIN_ROLE_PERMISSIONS)],
      [PORTAL_PERMISSIONS, Object.values(PORTAL_ROLE_PERMISSIONS)],
      [SHOP_PERMISSIONS, Object.values(SHOP_ROLE_PERMISSIONS)],
    ] as const;
    for (const [all, roles] of tables) {
      expect(new Set(all).size).toBe(all.length);
      for (const granted of roles) {
        expect(new Set(granted).size).toBe(granted.length);
        expect(granted.filter((permission) => !(all as readonly string[]).includes(permission))).toEqual([]);
      }
    }
  });

  it('leave no permission of wholesaler staff to the owner by oversight', () => {
    const ownerOnly = ADMIN_PERMISSIONS.filter((permission) =>
      ADMIN_ROLES.every((role) => role === 'owner' || !can(admin(role), permission)),
    );
    expect(ownerOnly).toEqual([
      'inventory.export',
      'distributors.move',
      'distributors.freeze',
      'distributors.close',
      'payments.configure',
      'team.write',
      'team.reset_login',
      'settings.write',
      'settings.write_money',
      'settings.kill_switch',
    ]);
  });

  it('step-up lists name permissions of their audience', () => {
    expect(ADMIN_STEP_UP.every((permission) => ADMIN_PERMISSIONS.includes(permission))).toBe(true);
    expect(PORTAL_STEP_UP.every((permission) => PORTAL_PERMISSIONS.includes(permission))).toBe(true);
  });
});

describe('can', () => {
  it.each([
    ['operations', 'inventory.import', true],
    ['operations', 'ledger.read', false],
    ['operations', 'withdrawals.approve', false],
    ['operations', 'inventory.reveal', false],
    ['finance', 'refunds.approve', true],
    ['finance', 'inventory.import', false],
    ['finance', 'orders.read_contact', false],
    ['support', 'inventory.reveal', true],
    ['support', 'refunds.approve', false],
    ['support', 'inventory.read_cost', false],
    ['support', 'alerts.close', true],
    ['auditor', 'dashboard.read', true],
    ['auditor', 'alerts.close', false],
    ['auditor', 'ledger.read', true],
    ['auditor', 'audit.export', true],
    ['auditor', 'inventory.reveal', false],
    ['auditor', 'orders.read_contact', false],
  ] as const)('%s %s: %s', (role, permission, allowed) => {
    expect(can(admin(role), permission)).toBe(allowed);
  });

  it('lets the auditor change nothing', () => {
    const verbs = permissionsOf(admin('auditor')).map((permission) => permission.split('.')[1]);
    expect(new Set(verbs)).toEqual(new Set(['read', 'read_cost', 'export']));
  });

  it('keeps money, keys and people from a distributor’s staff', () => {
    for (const permission of PORTAL_STEP_UP) {
      expect(can(portal('staff'), permission)).toBe(false);
      expect(can(portal('owner'), permission)).toBe(true);
    }
    expect(can(portal('staff'), 'commissions.read')).toBe(false);
    expect(can(portal('staff'), 'orders.read')).toBe(true);
  });

  it('grows with how well a shop’s visitor is known', () => {
    for (const [index, role] of SHOP_ROLES.entries()) {
      const next = SHOP_ROLES[index + 1];
      if (!next) continue;
      for (const permission of SHOP_ROLE_PERMISSIONS[role]) {
        expect(can({ audience: 'shop', role: next }, permission)).toBe(true);
      }
    }
    expect(can({ audience: 'shop', role: 'visitor' }, 'codes.reveal')).toBe(false);
    expect(can({ audience: 'shop', role: 'guest' }, 'account.read')).toBe(false);
  });

  it('asks for a second factor where money or secrets leave', () => {
    expect(needsStepUp('admin', 'withdrawals.approve')).toBe(true);
    expect(needsStepUp('admin', 'orders.read')).toBe(false);
    expect(needsStepUp('portal', 'payees.write')).toBe(true);
    expect(needsStepUp('shop', 'codes.reveal')).toBe(false);
  });
});
