import { randomBytes } from 'node:crypto';
import type {
  DistributorId,
  GatewayAccountId,
  ImportId,
  LoginId,
  MembershipId,
  SkuId,
  TenantId,
} from '@keyfall/contracts';
import { importStartSchema } from '@keyfall/contracts/inventory-schemas';
import { createStaffLogin, type Auth } from '@keyfall/auth';
import { secret, systemCtx, type Core, type Ctx, type StaffPrincipal } from '@keyfall/core';
import { createGatewayAccount } from '@keyfall/core/payments';
import {
  CHUNK_BYTES_MAX,
  confirmImport,
  countStock,
  previewImport,
  runImport,
  startImport,
  uploadChunk,
} from '@keyfall/core/stock';
import { createTenant } from '@keyfall/core/tenants';
import { makeCatalog, makePrices, type DemoSku } from '../demo/catalog.ts';
import { makeChain, type DemoChain, type DemoShop } from '../demo/chain.ts';
import { staffCtx } from '../demo/history.ts';
import type { Merchant } from '../sandbox/gateway/merchants.ts';

/** What a test or benchmark wants of its tenant. */
export interface SeedWish {
  /** Where the platform reaches the payment gateway. */
  readonly gatewayUrl: string;
  /** How many codes of which SKU of the sample catalog; the rest is sold out. */
  readonly codes: Readonly<Record<string, number>>;
  /** Staff who sign in need logins, which cost an argon2 each. */
  readonly withLogins?: boolean;
}

/** A member of staff as a browser signs in. */
export interface SeededLogin {
  readonly mail: string;
  readonly password: string;
}

/** A wholesaler with three levels, two shops and the sample catalog, made by the use cases. */
export interface SeededTenant {
  readonly tenantId: TenantId;
  readonly chain: DemoChain;
  /** The shop of the last level: its sales earn all three. */
  readonly shop: DemoShop;
  readonly skus: ReadonlyMap<string, DemoSku>;
  readonly accountId: GatewayAccountId;
  /** The gateway account as the gateway has to know it. */
  readonly merchant: Merchant;
  /** Where the gateway's webhooks go. */
  readonly hookUrl: string;
  readonly owner: Ctx<StaffPrincipal>;
  /** Empty unless asked for: owner and finance of the wholesaler, then the owner of each level. */
  readonly logins: ReadonlyMap<string, SeededLogin>;
}

export const MERCHANT_ID = 'test-merchant';

/** Makes the tenant. @throws whatever a use case refuses: a seed that does not fit the rules is a bug */
export async function seedTenant(core: Core, auth: Auth, wish: SeedWish): Promise<SeededTenant> {
  const { tenantId, houseId } = await createTenant(
    core,
    {
      slug: 'galaxy',
      name: '星河数字 Galaxy Digital',
      currency: 'CNY',
      timezone: 'Asia/Shanghai',
      defaultLocale: 'zh-CN',
    },
    'seed',
  );
  const people = wish.withLogins === true ? await makePeople(auth, tenantId) : undefined;
  const owner = staffCtx(core, {
    tenantId,
    loginId: people?.owner.loginId ?? (houseId as LoginId),
    membershipId: people?.owner.membershipId ?? (houseId as MembershipId),
    role: 'owner',
  });
  const merchant: Merchant = {
    id: MERCHANT_ID,
    name: 'Galaxy Digital',
    api_key: randomBytes(24).toString('hex'),
    webhook_secret: randomBytes(24).toString('hex'),
  };
  const { accountId, hookUrl } = await createGatewayAccount(systemCtx(core, tenantId, 'operator', 'seed'), {
    provider: 'sandbox',
    name: '沙盒支付 Sandbox',
    config: { merchantId: merchant.id, baseUrl: wish.gatewayUrl },
    apiKey: secret(merchant.api_key),
    webhookSecret: secret(merchant.webhook_secret),
    currency: 'CNY',
    feeRate: '0.006',
    feeBearer: 'seller',
  });
  const chain = await makeChain(core, owner, houseId as DistributorId);
  const [shop] = chain.shops;
  if (shop === undefined) throw new Error('the chain has no shop');
  if (people !== undefined) await makePortalPeople(auth, tenantId, chain, people.logins);
  const skus = await makeCatalog(owner);
  await makePrices(owner, chain.distributors, skus);
  const byCode = new Map(skus.map((sku) => [sku.code, sku]));
  for (const [code, count] of Object.entries(wish.codes)) {
    const sku = byCode.get(code);
    if (sku === undefined) throw new Error(`the sample catalog has no ${code}`);
    await importCodes(core, tenantId, sku, Buffer.from(codeLines(count), 'utf8'));
  }
  await countStock(core, tenantId, 'seed');
  return {
    tenantId,
    chain,
    shop,
    skus: byCode,
    accountId,
    merchant,
    hookUrl,
    owner,
    logins: people?.logins ?? new Map(),
  };
}

/** Imports a code file for a SKU through the use cases of the wizard, and runs the job here. */
export async function importCodes(
  core: Core,
  tenantId: TenantId,
  sku: { readonly id: SkuId },
  file: Buffer,
): Promise<void> {
  await runImport(core, tenantId, 'seed', await confirmCodes(core, tenantId, sku, file));
}

/** Hands a code file to the worker, through the use cases of the wizard. */
export async function confirmCodes(
  core: Core,
  tenantId: TenantId,
  sku: { readonly id: SkuId },
  file: Buffer,
): Promise<ImportId> {
  const ctx = systemCtx(core, tenantId, 'operator', 'seed');
  const input = importStartSchema.parse({
    skuId: sku.id,
    fileName: 'seed.csv',
    sizeBytes: file.length,
    supplierName: 'Northwind Digital',
    unitCost: '12.5',
  });
  const jobId = (await startImport(ctx, input)).jobId as ImportId;
  for (let offset = 0, seq = 0; offset < file.length; offset += CHUNK_BYTES_MAX, seq += 1) {
    await uploadChunk(ctx, jobId, seq, file.subarray(offset, offset + CHUNK_BYTES_MAX));
  }
  const { profile } = await previewImport(ctx, jobId);
  await confirmImport(ctx, jobId, profile);
  return jobId;
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A supplier's file with a header: number and secret, all different. */
export function codeLines(count: number): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const letters = Array.from(randomBytes(16), (byte) => LETTERS[byte % LETTERS.length]).join('');
    return `${String(index).padStart(12, '7')},${letters}`;
  });
  return ['number,secret', ...lines, ''].join('\n');
}

interface People {
  readonly owner: { readonly loginId: LoginId; readonly membershipId: MembershipId };
  readonly logins: Map<string, SeededLogin>;
}

async function makePeople(auth: Auth, tenantId: TenantId): Promise<People> {
  const password = newPassword();
  const logins = new Map<string, SeededLogin>();
  const make = async (role: 'owner' | 'finance' | 'operations' | 'support') => {
    const mail = `${role}@galaxy.example`;
    logins.set(role, { mail, password });
    return await createStaffLogin(
      auth,
      { tenantId, distributorId: null, mail, name: `Galaxy ${role}`, role, locale: 'zh-CN', password, withTotp: false },
      'seed',
    );
  };
  const owner = await make('owner');
  await make('support');
  await make('finance');
  return { owner: { loginId: owner.loginId as LoginId, membershipId: owner.membershipId as MembershipId }, logins };
}

async function makePortalPeople(
  auth: Auth,
  tenantId: TenantId,
  chain: DemoChain,
  logins: Map<string, SeededLogin>,
): Promise<void> {
  const password = newPassword();
  for (const [index, distributorId] of chain.distributors.entries()) {
    const mail = `level${index + 1}@galaxy.example`;
    logins.set(`level${index + 1}`, { mail, password });
    const name = `分销 L${index + 1}`;
    await createStaffLogin(
      auth,
      { tenantId, distributorId, mail, name, role: 'owner', locale: 'zh-CN', password, withTotp: false },
      'seed',
    );
  }
}

const newPassword = (): string => `pw-${randomBytes(9).toString('base64url')}`;
