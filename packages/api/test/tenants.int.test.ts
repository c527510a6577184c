import type { TenantId } from '@keyfall/contracts';
import { isDomainError, PortError, type Core } from '@keyfall/core';
import { loadTenantKeys } from '@keyfall/core/inventory';
import { createTenant, listTenantsOfInstallation } from '@keyfall/core/tenants';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, tenantInput, type World } from './support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld();
});

afterAll(() => world.close());

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    return isDomainError(error) ? error.code : String(error);
  }
}

describe('a new tenant', () => {
  it('can work at once: house, keys that open, and the worker’s visits', async () => {
    const { tenantId, houseId } = await createTenant(world.core, tenantInput('fresh'), 'test');
    const rows = await world.database.owner.query(
      `select d.depth, d.status, l.distance from tenancy.distributor d
       join tenancy.distributor_link l on l.tenant_id = d.tenant_id and l.descendant_id = d.id
       where d.tenant_id = $1 and d.id = $2`,
      [tenantId, houseId],
    );
    expect(rows).toEqual([{ depth: 0, status: 'active', distance: 0 }]);
    const keys = await loadTenantKeys(world.core, tenantId);
    expect([keys.data.expose().length, keys.index.expose().length]).toEqual([32, 32]);
    const visits = await world.database.owner.query('select from ops.tenant_ref where tenant_ref = $1', [tenantId]);
    expect(visits).toHaveLength(1);
  });

  it('has a slug of its own', async () => {
    await createTenant(world.core, tenantInput('mine'), 'test');
    expect(await codeOf(createTenant(world.core, tenantInput('mine'), 'test'))).toBe('slug_taken');
    expect(await codeOf(createTenant(world.core, tenantInput('admin'), 'test'))).toBe('slug_reserved');
  });

  it('that was left unfinished is finished by the next call with its slug', async () => {
    const { wrap } = world.core.ports.vault;
    let calls = 0;
    const failing: Core = {
      ...world.core,
      ports: {
        ...world.core.ports,
        vault: {
          ...world.core.ports.vault,
          wrap: (ref, key) => {
            calls += 1;
            return calls === 1 ? Promise.reject(new PortError('no vault', { retryable: true })) : wrap(ref, key);
          },
        },
      },
    };
    await expect(createTenant(failing, tenantInput('torn'), 'test')).rejects.toThrow('no vault');
    const { tenantId } = await createTenant(world.core, tenantInput('torn'), 'test');
    const torn = (await listTenantsOfInstallation(world.core.db)).filter(({ slug }) => slug === 'torn');
    expect(torn.map(({ tenant_id: id }) => id)).toEqual([tenantId]);
    expect(await codeOf(createTenant(world.core, tenantInput('torn'), 'test'))).toBe('slug_taken');
  });
});

describe('settings', () => {
  it('are the tenant’s own, and money rules need a fresh second factor', async () => {
    const owner = await world.staff('owner');
    const browser = await world.signIn(owner, 'admin');
    const { data } = await browser.query('settings.get');
    expect(data).toMatchObject({ slug: 'acme', currency: 'CNY', incomeDepth: 2, holdDays: 7 });
    const settings = {
      name: 'Acme Ltd',
      timezone: 'Asia/Tokyo',
      defaultLocale: 'en',
      orderHoldSeconds: 600,
      unpaidOrdersMax: 3,
    };
    expect(await browser.mutate('settings.update', { ...settings, timezone: 'Mars/Base' })).toMatchObject({
      code: 'validation_failed',
    });
    expect((await browser.mutate('settings.update', settings)).status).toBe(200);
    const money = { incomeDepth: 1, holdDays: 14 };
    expect(await browser.mutate('settings.updateMoney', money)).toMatchObject({ code: 'step_up_required' });
    const steppedUp = await world.signIn(owner, 'admin', { steppedUp: true });
    expect((await steppedUp.mutate('settings.updateMoney', money)).status).toBe(200);
    expect((await browser.query('settings.get')).data).toMatchObject({ ...settings, ...money });
    const others = await world.database.owner.query<{ name: string }>(
      `select name from tenancy.tenant where slug <> 'acme' and name = 'Acme Ltd'`,
    );
    expect(others).toEqual([]);
  });

  it('cannot make the tree deeper than those who may earn', async () => {
    const { tenantId, houseId } = await createTenant(world.core, tenantInput('deep'), 'test');
    const first = await world.distributor(houseId as never, tenantId);
    const second = await world.distributor(first, tenantId);
    await world.distributor(second, tenantId);
    const browser = await world.signIn(await world.staff('owner', { tenantId: tenantId as TenantId }), 'admin', {
      steppedUp: true,
    });
    const change = (incomeDepth: number) => browser.mutate('settings.updateMoney', { incomeDepth, holdDays: 7 });
    expect(await change(1)).toMatchObject({ code: 'in_use' });
    expect((await change(2)).status).toBe(200);
    expect(await change(3)).toMatchObject({ code: 'legal_note_unconfirmed' });
    const confirmed = { incomeDepth: 3, holdDays: 7, legalNoteRead: true };
    expect((await browser.mutate('settings.updateMoney', confirmed)).status).toBe(200);
    const [entry] = await world.database.owner.query<{ data: Record<string, unknown> }>(
      `select data from audit.entry where tenant_id = $1 and action = 'tenants.update_money_rules' order by created_at desc limit 1`,
      [tenantId],
    );
    expect(entry?.data).toMatchObject({ incomeDepth: 3, incomeDepthBefore: 2, legalNoteRead: true });
    expect((await change(3)).status).toBe(200);
  });
});
