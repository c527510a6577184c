import { randomBytes } from 'node:crypto';
import type { DistributorId, LoginId, MembershipId, SessionId, ShopId, TenantId, BuyerId } from '@keyfall/contracts';
import { serviceTx } from '@keyfall/db';
import { createTestDatabase, type TestDatabase } from '@keyfall/db/testing';
import { uuidv7 } from 'uuidv7';
import type { BuyerPrincipal, Core, Ctx, DistributorPrincipal, Principal, StaffPrincipal } from '../../context.ts';
import { insertTenantKeys, loadTenantKeys, newBatchKey, prepareTenantKeys, sealCode } from '../../inventory/index.ts';
import { createGatewayAccount } from '../../payments/index.ts';
import type { Ports } from '../../ports.ts';
import { secret } from '../../secret.ts';
import { memoryPorts, type MemoryOutside } from './memory-ports.ts';

/** One node of the chain of a test's tenant. */
export interface TestDistributor {
  readonly id: DistributorId;
  readonly depth: number;
  readonly path: string;
}

export interface TestShop {
  readonly id: ShopId;
  readonly slug: string;
  readonly distributor: TestDistributor;
}

/** What a test may say of a SKU; the rest is a card code in CNY that everybody of the chain is offered. */
export interface SkuOptions {
  readonly kind?: 'card_code' | 'link' | 'link_password' | 'top_up';
  /** Unit prices as the database takes them, from the house's direct child down to the seller. */
  readonly costs?: readonly (string | null)[];
  readonly retail?: string;
  readonly supplierCost?: string;
  readonly columns?: Readonly<Record<string, unknown>>;
}

/**
 * A tenant with a chain of three distributors, a shop of the last, a gateway account, and whatever else a test asks for.
 * Arranged past row-level security; everything under test runs through use cases as the application's roles.
 */
export class SaleWorld {
  readonly database: TestDatabase;
  readonly core: Core;
  readonly outside: MemoryOutside;
  readonly tenantId: TenantId;
  house!: TestDistributor;
  /** From the house's direct child to the seller. */
  chain: TestDistributor[] = [];
  shop!: TestShop;
  gatewayAccountId = '';
  /** Last part of the address that each account's webhooks go to. */
  readonly #hookAddresses = new Map<string, string>();
  #productId = '';
  #categoryId = '';

  constructor(database: TestDatabase, core: Core, outside: MemoryOutside, tenantId: TenantId) {
    this.database = database;
    this.core = core;
    this.outside = outside;
    this.tenantId = tenantId;
  }

  async sql<Row = Record<string, unknown>>(text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return await this.database.owner.query<Row>(text, parameters);
  }

  async insert(table: string, row: Readonly<Record<string, unknown>>): Promise<void> {
    const values = { tenant_id: this.tenantId, ...row };
    const names = Object.keys(values);
    await this.sql(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(values),
    );
  }

  async addDistributor(parent: TestDistributor | null): Promise<TestDistributor> {
    const id = uuidv7() as DistributorId;
    const depth = parent === null ? 0 : parent.depth + 1;
    const path = parent === null ? id : `${parent.path}/${id}`;
    await this.insert('tenancy.distributor', {
      id,
      parent_id: parent?.id ?? null,
      depth,
      path,
      code: `D${randomBytes(4).toString('hex').toUpperCase()}`,
      name: `Level ${depth}`,
    });
    for (const [index, ancestor] of path.split('/').entries()) {
      await this.insert('tenancy.distributor_link', {
        ancestor_id: ancestor,
        descendant_id: id,
        distance: depth - index,
      });
    }
    return { id, depth, path };
  }

  async addShop(distributor: TestDistributor, status = 'open'): Promise<TestShop> {
    const id = uuidv7() as ShopId;
    const slug = `s${randomBytes(5).toString('hex')}`;
    await this.insert('tenancy.shop', { id, distributor_id: distributor.id, slug, status, name: `Shop ${slug}` });
    await this.sql(`insert into identity.host (host, tenant_ref, shop_ref, kind) values ($1, $2, $3, 'slug')`, [
      `${slug}.localhost`,
      this.tenantId,
      id,
    ]);
    return { id, slug, distributor };
  }

  async addBuyer(
    shop: TestShop = this.shop,
    options: { readonly account?: boolean; readonly mail?: string } = {},
  ): Promise<Ctx<BuyerPrincipal>> {
    const buyerId = uuidv7() as BuyerId;
    const account = options.account ?? false;
    const mail = options.mail ?? (account ? `${buyerId}@example.com` : null);
    await this.insert('people.buyer', {
      id: buyerId,
      shop_id: shop.id,
      distributor_id: shop.distributor.id,
      kind: account ? 'account' : 'guest',
      mail,
    });
    return this.ctx({
      kind: 'buyer',
      tenantId: this.tenantId,
      shopId: shop.id,
      distributorId: shop.distributor.id,
      buyerId,
      account,
      sessionId: uuidv7() as SessionId,
    });
  }

  staff(role: StaffPrincipal['role'] = 'owner', loginId = uuidv7() as LoginId): Ctx<StaffPrincipal> {
    return this.ctx({
      kind: 'staff',
      tenantId: this.tenantId,
      loginId,
      membershipId: uuidv7() as MembershipId,
      sessionId: uuidv7() as SessionId,
      role,
      steppedUp: true,
    });
  }

  distributorStaff(distributor: TestDistributor): Ctx<DistributorPrincipal> {
    return this.ctx({
      kind: 'distributor',
      tenantId: this.tenantId,
      distributorId: distributor.id,
      loginId: uuidv7() as LoginId,
      membershipId: uuidv7() as MembershipId,
      sessionId: uuidv7() as SessionId,
      role: 'owner',
      steppedUp: true,
    });
  }

  ctx<P extends Principal>(principal: P): Ctx<P> {
    return { core: this.core, principal, requestId: `test-${uuidv7()}`, ip: null, userAgent: null, locale: 'en' };
  }

  /** A published SKU with prices along the chain; answers its id. */
  async addSku(options: SkuOptions = {}): Promise<string> {
    const id = uuidv7();
    const kind = options.kind ?? 'card_code';
    await this.insert('catalog.sku', {
      id,
      product_id: this.#productId,
      code: `SKU-${randomBytes(5).toString('hex').toUpperCase()}`,
      name_zh: '一个月',
      name_en: '1 month',
      kind,
      currency: 'CNY',
      account_template:
        kind === 'top_up' ? JSON.stringify([{ name: 'uid', rule: 'digits', lengthMin: 5, lengthMax: 16 }]) : null,
      ...options.columns,
    });
    await this.insert('pricing.sku_price', { sku_id: id, suggested: options.retail ?? '30' });
    await this.insert('pricing.sku_cost', { sku_id: id, unit_cost: options.supplierCost ?? '20' });
    const costs = options.costs ?? ['22', '24', '26'];
    for (const [index, distributor] of this.chain.entries()) {
      const unitPrice = costs[index] ?? null;
      if (unitPrice !== null) {
        await this.insert('pricing.cost_price', { distributor_id: distributor.id, sku_id: id, unit_price: unitPrice });
      }
    }
    return id;
  }

  /** A batch of available codes without secrets, booked at cost; answers their ids. */
  async addCodes(
    skuId: string,
    count: number,
    options: {
      readonly unitCost?: bigint | null;
      readonly expiresAt?: string | null;
      readonly faceValue?: string | null;
    } = {},
  ): Promise<string[]> {
    const batchId = uuidv7();
    const unitCost = options.unitCost === undefined ? 2_000n : options.unitCost;
    await this.insert('inventory.batch', { id: batchId, sku_id: skuId, name: 'test' });
    const rows = await this.sql<{ id: string }>(
      `insert into inventory.card_code (tenant_id, id, sku_id, batch_id, content, face_value, expires_at, identity_index, mask, unit_cost)
       select $1, gen_random_uuid(), $2, $3, 'secret', $6::numeric, $5::timestamptz, sha256(gen_random_uuid()::text::bytea), '••••', $7::bigint
         from generate_series(1, $4::integer) returning id`,
      [this.tenantId, skuId, batchId, count, options.expiresAt ?? null, options.faceValue ?? null, unitCost],
    );
    if (unitCost !== null && unitCost > 0n) {
      const cost = unitCost * BigInt(count);
      await this.sql('select ledger.post($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7)', [
        this.tenantId,
        `import:${batchId}`,
        'stock_import',
        'CNY',
        ['1110', '2110'],
        [NIL, NIL],
        [cost, -cost],
      ]);
    }
    return rows.map((row) => row.id);
  }

  /** Available codes that hold these secrets, sealed as an import seals them; answers their ids. */
  async addSecretCodes(skuId: string, secrets: readonly string[]): Promise<string[]> {
    const batchId = uuidv7();
    const keys = await loadTenantKeys(this.core, this.tenantId);
    const { key, wrapped } = newBatchKey(keys.data, this.tenantId, batchId);
    await this.insert('inventory.batch', { id: batchId, sku_id: skuId, name: 'secrets' });
    await this.insert('inventory.batch_key', { batch_id: batchId, tenant_key_id: keys.dataKeyId, wrapped });
    const ids: string[] = [];
    for (const text of secrets) {
      const id = uuidv7();
      const sealed = sealCode(
        key,
        { tenantId: this.tenantId, codeId: id, skuId, batchId },
        { kind: 'secret', secret: secret(text) },
      );
      await this.insert('inventory.card_code', {
        id,
        sku_id: skuId,
        batch_id: batchId,
        content: 'secret',
        identity_index: randomBytes(32),
        mask: '••••',
        unit_cost: 2_000n,
      });
      await this.insert('inventory.card_code_secret', { code_id: id, batch_id: batchId, ...sealed });
      ids.push(id);
    }
    const cost = 2_000n * BigInt(secrets.length);
    await this.sql('select ledger.post($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7)', [
      this.tenantId,
      `import:${batchId}`,
      'stock_import',
      'CNY',
      ['1110', '2110'],
      [NIL, NIL],
      [cost, -cost],
    ]);
    return ids;
  }

  /** An account at the memory gateway, made by the use case; answers its id. */
  async addGatewayAccount(feeBearer: 'platform' | 'seller' = 'platform'): Promise<string> {
    const { accountId, hookUrl } = await createGatewayAccount(
      this.ctx({ kind: 'system', tenantId: this.tenantId, actor: 'operator' }),
      {
        provider: 'sandbox',
        name: 'Sandbox',
        config: { merchantId: 'm-1' },
        apiKey: secret('key'),
        webhookSecret: secret(WEBHOOK_SECRET),
        currency: 'CNY',
        feeRate: '0.006',
        feeBearer,
      },
    );
    this.#hookAddresses.set(accountId, hookUrl.split('/').at(-1) ?? '');
    return accountId;
  }

  hookAddressOf(accountId: string): string {
    return this.#hookAddresses.get(accountId) ?? '';
  }

  async arrange(): Promise<void> {
    this.house = await this.addDistributor(null);
    let parent = this.house;
    for (let depth = 1; depth <= 3; depth += 1) {
      parent = await this.addDistributor(parent);
      this.chain.push(parent);
    }
    this.shop = await this.addShop(parent);
    this.#categoryId = uuidv7();
    this.#productId = uuidv7();
    await this.insert('catalog.category', { id: this.#categoryId, slug: 'video', name_zh: '视频', name_en: 'Video' });
    await this.insert('catalog.product', {
      id: this.#productId,
      category_id: this.#categoryId,
      slug: 'video-vip',
      name_zh: '视频会员',
      name_en: 'Video VIP',
      status: 'published',
    });
    const keys = await prepareTenantKeys(this.core.ports.vault, this.tenantId);
    await serviceTx(this.core.db, { tenantId: this.tenantId }, (tx) => insertTenantKeys(tx, keys));
    this.gatewayAccountId = await this.addGatewayAccount();
  }

  /** Signed balances (debit positive) of the tenant by code and owner, zero ones left out. */
  async balances(): Promise<Record<string, bigint>> {
    const rows = await this.sql<{ code: string; owner_id: string; amount: bigint }>(
      'select code, owner_id, amount from ledger.account_balance where tenant_id = $1 and amount <> 0 order by code',
      [this.tenantId],
    );
    return Object.fromEntries(rows.map((row) => [this.#accountName(row.code, row.owner_id), row.amount]));
  }

  #accountName(code: string, ownerId: string): string {
    if (this.#hookAddresses.has(ownerId)) return code;
    const level = this.chain.findIndex((distributor) => distributor.id === ownerId);
    if (level >= 0) return `${code} L${level + 1}`;
    return ownerId === NIL ? code : `${code} ${ownerId}`;
  }

  async close(): Promise<void> {
    await this.database.close();
  }
}

export const WEBHOOK_SECRET = 'whsec-of-the-tests';
const NIL = '00000000-0000-0000-0000-000000000000';

/** A database of its own with one arranged tenant. Call it in `beforeAll`, `close` it in `afterAll`. */
export async function createSaleWorld(): Promise<SaleWorld> {
  const database = await createTestDatabase();
  return await addTenantWorld(database);
}

/** One more arranged tenant in the same database. */
export async function addTenantWorld(database: TestDatabase): Promise<SaleWorld> {
  const tenantId = uuidv7() as TenantId;
  const outside = memoryPorts();
  const core: Core = { db: database.db, ports: outside.ports satisfies Ports };
  await database.owner.query(
    `insert into tenancy.tenant (tenant_id, slug, name, currency, timezone) values ($1, $2, 'Test wholesaler', 'CNY', 'Asia/Shanghai')`,
    [tenantId, `t${randomBytes(5).toString('hex')}`],
  );
  const world = new SaleWorld(database, core, outside, tenantId);
  await world.arrange();
  return world;
}
