import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { AdminRole, CodeId, DistributorId, LoginId, MembershipId, TenantId } from '@keyfall/contracts';
import { createStaffLogin, type Auth } from '@keyfall/auth';
import { isDomainError, secret, systemCtx, type Core, type Ctx, type StaffPrincipal } from '@keyfall/core';
import { createGatewayAccount } from '@keyfall/core/payments';
import { countStock, decideReveal, readCodes, requestExport, requestReveal } from '@keyfall/core/stock';
import { createTenant, listTenantsOfInstallation } from '@keyfall/core/tenants';
import { createWiring } from '@keyfall/server/wiring';
import type { Env } from '@keyfall/server/env';
import type { DemoFacts, DemoLogin, DemoOptions } from '../start/demo.ts';
import { StartError } from '../start/start-error.ts';
import { makeBills } from './bills.ts';
import { makeCatalog, makeCodes, makePrices, type DemoSku } from './catalog.ts';
import { makeChain, type DemoChain } from './chain.ts';
import { makeCollecting } from './collecting.ts';
import { newDemoPassword, readDemoRecord, writeDemoRecord, type DemoRecord } from './facts.ts';
import { historyGateways } from './history-gateway.ts';
import { makeHistory, staffCtx } from './history.ts';
import { makeInvoices } from './invoices.ts';
import { makeMoneyOut } from './money-out.ts';
import { makePriceLists } from './price-lists.ts';
import { APPLICANT_MAIL, makeTree } from './tree.ts';
import { makeSettlements } from './settlements.ts';
import { makeWallets } from './wallets.ts';
import { historyRails, makeWithdrawals, portalCtx } from './withdrawals.ts';

const SLUG = 'demo';

/**
 * Makes the demo's wholesaler once, by the use cases: people, chain, shops, catalog, codes, ninety days of orders. Later
 * starts find it by the record in the state folder. Runs before the programs do, so nothing else drives its rows.
 */
export async function ensureDemo({ env, log }: DemoOptions): Promise<DemoFacts> {
  const record = readDemoRecord(env.stateDir);
  if (record !== undefined) return record;
  const wiring = createWiring({ ...env, logLevel: 'silent' }, 'cli', {
    // Mails of the past went to nobody: they are written and dropped.
    ports: {
      gateways: historyGateways(sandboxUrlOf(env)),
      payouts: historyRails,
      mailer: { send: ({ id }) => Promise.resolve({ messageId: id, response: 'demo' }) },
    },
  });
  try {
    const present = await listTenantsOfInstallation(wiring.core.db);
    if (present.some((tenant) => tenant.slug === SLUG)) {
      throw new StartError('the demo data was left half made by an earlier start: run npm run reset, then start again');
    }
    log('making demo data (once, some twenty seconds)');
    const made = await makeDemo(wiring.core, wiring.kit.auth, env, log);
    writeDemoRecord(env.stateDir, made);
    return made;
  } finally {
    await wiring.close();
  }
}

async function makeDemo(core: Core, auth: Auth, env: Env, log: (line: string) => void): Promise<DemoRecord> {
  const { tenantId, houseId } = await createTenant(
    core,
    { slug: SLUG, name: '星河数字 Galaxy Digital', currency: 'CNY', timezone: 'Asia/Shanghai', defaultLocale: 'zh-CN' },
    'demo',
  );
  const password = newDemoPassword();
  const staff = await makeStaff(auth, tenantId, password);
  const owner = staffCtx(core, staff.owner);
  const support = staffCtx(core, staff.support);
  const { accountId, merchant, collector } = await makeSandboxAccount(core, tenantId, env);
  const chain = await makeChain(core, owner, houseId as DistributorId);
  const portal = await makePortalStaff(auth, tenantId, chain, password);
  const skus = await makeCatalog(owner);
  await makePrices(owner, chain.distributors, skus);
  await makeCodes(core, tenantId, skus);
  const buyers = await makeHistory({ core, owner, support, accountId, shops: chain.shops, skus }, log);
  await makeTree({ auth, owner, houseId: houseId as DistributorId, chain, password });
  await makePriceLists({ core, owner, chain, skus });
  await countStock(core, tenantId, 'demo');
  await makeWallets({ core, owner, support, chain, accountId });
  const collecting = await makeCollecting({ core, owner, support, chain, merchant: collector });
  const [, second, seller] = portal.people;
  if (second === undefined || seller === undefined) throw new Error('the demo has three levels');
  await makeInvoices({ owner, seller: portalCtx(owner, seller), collector: portalCtx(owner, second), buyers });
  // Takes out what is left: whoever spends income in the demo comes before.
  await makeWithdrawals({
    core,
    owner,
    finance: staffCtx(core, staff.finance),
    support,
    portal: portal.people.map((person) => portalCtx(owner, person)),
    merchant,
    sandboxUrl: sandboxUrlOf(env),
    stateDir: env.stateDir,
  });
  const finance = staffCtx(core, staff.finance);
  await makeBills({ core, finance, accountId });
  await makeSettlements({ owner, finance, accountId });
  const [payer] = portal.people;
  if (payer !== undefined) await makeMoneyOut({ owner, finance, payer: portalCtx(owner, payer) });
  await askForExport(owner, skus);
  await askForReveals(owner, support);
  await countStock(core, tenantId, 'demo');
  return {
    tenantId,
    shops: [...chain.shops, collecting].map(({ slug, name }) => ({ slug, name })),
    logins: [
      ...staff.logins,
      ...portal.logins,
      { app: 'portal', label: 'applicant, waits for approval', user: APPLICANT_MAIL, password },
    ],
  };
}

/** Asks for an export of what is left of the first SKU that has codes: finance is alerted and may agree. */
async function askForExport(owner: Ctx<StaffPrincipal>, skus: readonly DemoSku[]): Promise<void> {
  for (const { id } of skus) {
    try {
      await requestExport(owner, { skuId: id, reason: '不再与该供应商合作 We leave this supplier' });
      return;
    } catch (error) {
      if (!isDomainError(error, 'export_empty')) throw error;
    }
  }
}

/** Support asks to open two sold codes: one is agreed to, one waits. */
async function askForReveals(owner: Ctx<StaffPrincipal>, support: Ctx<StaffPrincipal>): Promise<void> {
  const { items } = await readCodes(support, { state: 'sold', limit: 2 });
  const [agreed, waiting] = items;
  if (agreed === undefined || waiting === undefined) throw new Error('the demo has sold two codes');
  const { id } = await requestReveal(support, {
    codeId: agreed.id as CodeId,
    reason: '买家说卡密无效 The buyer says it is refused',
  });
  await decideReveal(owner, { id, verdict: 'approve' });
  await requestReveal(support, { codeId: waiting.id as CodeId, reason: '买家只收到一半 The buyer got half of it' });
}

interface MadeStaff {
  readonly owner: StaffIds;
  readonly support: StaffIds;
  readonly finance: StaffIds;
  readonly logins: readonly DemoLogin[];
}
interface StaffIds {
  readonly tenantId: TenantId;
  readonly loginId: LoginId;
  readonly membershipId: MembershipId;
  readonly role: 'owner' | 'support' | 'finance';
}

async function makeStaff(auth: Auth, tenantId: TenantId, password: string): Promise<MadeStaff> {
  const logins: DemoLogin[] = [];
  const make = async (mail: string, name: string, role: AdminRole, withTotp = false) => {
    const input = { tenantId, distributorId: null, mail, name, role, locale: 'zh-CN' as const, password, withTotp };
    const { loginId, membershipId, totpSecret } = await createStaffLogin(auth, input, 'demo');
    logins.push({
      app: 'admin',
      label: role,
      user: mail,
      password,
      ...(totpSecret === undefined ? {} : { totpSecret }),
    });
    return { tenantId, loginId: loginId as LoginId, membershipId: membershipId as MembershipId };
  };
  const owner = await make('owner@demo.example', '欧阳 Owner', 'owner');
  await make('ops@demo.example', '王运营 Operations', 'operations');
  const finance = await make('finance@demo.example', '钱财务 Finance', 'finance', true);
  const support = await make('support@demo.example', '李客服 Support', 'support');
  await make('audit@demo.example', '赵审计 Auditor', 'auditor');
  return {
    owner: { ...owner, role: 'owner' },
    support: { ...support, role: 'support' },
    finance: { ...finance, role: 'finance' },
    logins,
  };
}

interface PortalIds {
  readonly loginId: LoginId;
  readonly membershipId: MembershipId;
  readonly distributorId: DistributorId;
}

async function makePortalStaff(
  auth: Auth,
  tenantId: TenantId,
  chain: DemoChain,
  password: string,
): Promise<{ readonly logins: readonly DemoLogin[]; readonly people: readonly PortalIds[] }> {
  const mails = ['east@demo.example', 'yuncang@demo.example', 'xiaolu@demo.example'];
  const people: PortalIds[] = [];
  const logins: DemoLogin[] = [];
  for (const [index, distributorId] of chain.distributors.entries()) {
    const mail = mails[index] ?? `level${index + 1}@demo.example`;
    const input = {
      tenantId,
      distributorId,
      mail,
      name: `分销 L${index + 1}`,
      role: 'owner' as const,
      locale: 'zh-CN' as const,
      password,
      withTotp: false,
    };
    const { loginId, membershipId } = await createStaffLogin(auth, input, 'demo');
    people.push({ loginId: loginId as LoginId, membershipId: membershipId as MembershipId, distributorId });
    logins.push({ app: 'portal', label: `distributor, level ${index + 1}`, user: mail, password });
  }
  return { logins, people };
}

const sandboxUrlOf = (env: Env): string => `http://127.0.0.1:${env.port + 1}`;

/**
 * The wholesaler's account at the sandbox gateway, and the merchants of a distributor: one that collects itself, one for whoever
 * wants to add an account in the portal. They are registered there by the file it reads when it starts.
 */
async function makeSandboxAccount(core: Core, tenantId: TenantId, env: Env) {
  const merchantOf = (id: string, name: string) => ({
    id,
    // Consumers read it on the payment page: it names no wholesaler.
    name,
    api_key: randomBytes(24).toString('hex'),
    webhook_secret: randomBytes(24).toString('hex'),
  });
  const merchant = merchantOf('demo-merchant', '演示商户 Demo merchant');
  const collector = merchantOf('demo-collector', '云店直营 Cloud Depot');
  const spare = merchantOf('demo-spare', '备用商户 Spare merchant');
  const folder = path.join(env.stateDir, 'sandbox');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'merchants.json'), JSON.stringify([merchant, collector, spare], null, 1), {
    mode: 0o600,
  });
  const { accountId } = await createGatewayAccount(systemCtx(core, tenantId, 'operator', 'demo'), {
    provider: 'sandbox',
    name: '沙盒支付 Sandbox',
    config: { merchantId: merchant.id, baseUrl: sandboxUrlOf(env) },
    apiKey: secret(merchant.api_key),
    webhookSecret: secret(merchant.webhook_secret),
    currency: 'CNY',
    feeRate: '0.006',
    feeBearer: 'seller',
  });
  return { accountId, merchant, collector };
}
