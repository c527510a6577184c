import { readSealedCodes, seesEverything } from '@keyfall/db/sealed-codes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PortError } from '../errors.ts';
import { addTenantWorld, createSaleWorld, type SaleWorld } from '../orders/testing/sale-world.ts';
import { checkCodes, verifyTenant } from './index.ts';

let base: SaleWorld;
beforeAll(async () => {
  base = await createSaleWorld();
});
afterAll(() => base.close());

const CODES = 6;

async function stockedWorld(): Promise<{ world: SaleWorld; ids: readonly string[] }> {
  const world = await addTenantWorld(base.database);
  const skuId = await world.addSku();
  await world.addSecretCodes(
    skuId,
    Array.from({ length: CODES }, (_, index) => `SECRET-${index}`),
  );
  const rows = await world.sql<{ id: string }>('select id from inventory.card_code where tenant_id = $1 order by id', [
    world.tenantId,
  ]);
  return { world, ids: rows.map((row) => row.id) };
}

async function check(world: SaleWorld, codes: 'all' | number = 'all') {
  const pages = readSealedCodes({ url: world.database.superuserUrl, tenantId: world.tenantId, codes });
  const { checked, broken } = await checkCodes(world.core, world.tenantId, pages, codes === 'all');
  return { checked, broken };
}

async function damage(world: SaleWorld, statement: string): Promise<void> {
  await world.sql(`begin; set local session_replication_role = replica; ${statement}; commit`);
}

describe('the check that every code opens', () => {
  it('opens all of them or a sample, of one tenant, and leaves no reveal behind', async () => {
    const { world, ids } = await stockedWorld();
    await stockedWorld();
    expect(await check(world)).toEqual({ checked: CODES, broken: 0 });
    expect(await check(world, 4)).toEqual({ checked: 4, broken: 0 });
    expect(await check(world, 100)).toEqual({ checked: CODES, broken: 0 });
    await damage(world, `update inventory.card_code set state = 'void' where id = '${ids[0]}'`);
    expect(await check(world)).toEqual({ checked: CODES - 1, broken: 0 });
    expect(await world.sql('select from inventory.reveal where tenant_id = $1', [world.tenantId])).toEqual([]);
  });

  it('is told by verify as of when it ran, and as unrun before', async () => {
    const { world } = await stockedWorld();
    const told = async () =>
      (await verifyTenant(world.core, world.tenantId)).find((result) => result.invariant === 'I29');
    expect(await told()).toMatchObject({ broken: 0, parts: 'unrun' });
    await damage(world, `delete from inventory.card_code_secret where tenant_id = '${world.tenantId}'`);
    await check(world);
    const result = await told();
    expect(result).toMatchObject({ broken: CODES, checkedAt: expect.any(Date) as Date });
    expect(result?.parts).toBeUndefined();
  });

  it.each([
    [
      'a changed byte',
      (id: string) =>
        `update inventory.card_code_secret set ciphertext = set_byte(ciphertext, 3, get_byte(ciphertext, 3) # 1) where code_id = '${id}'`,
      1,
    ],
    [
      'the secret of another code',
      (id: string, other: string) =>
        `update inventory.card_code_secret s set nonce = o.nonce, ciphertext = o.ciphertext from inventory.card_code_secret o where s.code_id = '${id}' and o.code_id = '${other}'`,
      1,
    ],
    [
      'a code moved to another SKU',
      (id: string) => `update inventory.card_code set sku_id = gen_random_uuid() where id = '${id}'`,
      1,
    ],
    ['no secret', (id: string) => `delete from inventory.card_code_secret where code_id = '${id}'`, 1],
    [
      'a damaged batch key',
      (id: string) =>
        `update inventory.batch_key k set wrapped = set_byte(k.wrapped, 20, get_byte(k.wrapped, 20) # 1) from inventory.card_code c where c.id = '${id}' and k.batch_id = c.batch_id`,
      CODES,
    ],
  ] as const)('tells of %s', async (_, statement, broken) => {
    const { world, ids } = await stockedWorld();
    await damage(world, statement(ids[1]!, ids[4]!));
    expect(await check(world)).toEqual({ checked: CODES, broken });
  });

  it('counts every code when the vault does not open the keys', async () => {
    const { world } = await stockedWorld();
    const shut = {
      db: world.core.db,
      ports: {
        vault: {
          ...world.core.ports.vault,
          unwrap: () => Promise.reject(new PortError('wrong master key', { retryable: false })),
        },
      },
    };
    const { forgetTenantKeys } = await import('../inventory/index.ts');
    forgetTenantKeys(world.core, world.tenantId);
    const pages = readSealedCodes({ url: world.database.superuserUrl, tenantId: world.tenantId, codes: 'all' });
    expect(await checkCodes(shut, world.tenantId, pages, true)).toMatchObject({ checked: CODES, broken: CODES });
    forgetTenantKeys(world.core, world.tenantId);
  });

  it('is not fooled by a role that sees no rows', async () => {
    expect(await seesEverything(base.database.superuserUrl)).toBe(true);
    expect(await seesEverything(base.database.urlOf('kf_service'))).toBe(false);
  });
});
