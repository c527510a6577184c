import { createAuth, createStaffLogin, totpCode, totpKeyOf, type Auth } from '@keyfall/auth';
import type { DistributorId, ShopId, TenantId } from '@keyfall/contracts';
import { asService, systemCtx, type Core, type Ctx, type SystemPrincipal } from '@keyfall/core';
import { mintLink, type StaffRole } from '@keyfall/core/access';
import { createDistributor } from '@keyfall/core/distributors';
import { createShop, openShop, resolveHost } from '@keyfall/core/shops';
import { createTenant } from '@keyfall/core/tenants';
import { createTestDatabase, type TestDatabase } from '@keyfall/db/testing';
import { Hono } from 'hono';
import { createAuthRoutes } from '../../src/auth-routes/index.ts';
import type { ApiKit } from '../../src/http/api-kit.ts';
import { createTrpcRoutes } from '../../src/http/create-trpc-routes.ts';
import { errorResponse } from '../../src/http/error-response.ts';
import type { ApiHttpEnv } from '../../src/http/http-env.ts';
import { Browser } from './browser.ts';
import { testOutside, type TestOutside } from './ports.ts';

export const PASSWORD = 'correct horse battery';

export interface Staff {
  readonly mail: string;
  readonly password: string;
  readonly loginId: string;
  readonly membershipId: string;
  /** Base32; only of people with a second factor. */
  readonly totpSecret: string | undefined;
}

/** One wholesaler with a tree and shops, made by the use cases, and the API over it as browsers meet it. */
export interface World {
  readonly database: TestDatabase;
  readonly core: Core;
  readonly auth: Auth;
  readonly outside: TestOutside;
  readonly unexpected: unknown[];
  readonly tenantId: TenantId;
  readonly houseId: DistributorId;
  operator(tenantId?: TenantId): Ctx<SystemPrincipal>;
  distributor(parentId: DistributorId, tenantId?: TenantId): Promise<DistributorId>;
  shop(distributorId: DistributorId, slug: string, tenantId?: TenantId): Promise<ShopId>;
  staff(role: StaffRole, options?: StaffOptions): Promise<Staff>;
  browser(host: string): Browser;
  /** A browser of this person, signed in. */
  signIn(person: Staff, audience: 'admin' | 'portal', options?: { readonly steppedUp?: boolean }): Promise<Browser>;
  /** The token behind the link of the latest queued mail of a template to an address. */
  linkToken(template: string, recipient: string): Promise<string>;
  mailsTo(recipient: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

interface StaffOptions {
  readonly distributorId?: DistributorId;
  readonly tenantId?: TenantId;
  readonly withTotp?: boolean;
  readonly mail?: string;
}

let people = 0;

export async function createWorld(options: { readonly strict?: boolean } = {}): Promise<World> {
  const database = await createTestDatabase();
  const outside = testOutside();
  const core: Core = { db: database.db, ports: outside.ports };
  const auth = createAuth({ core, strict: options.strict ?? false });
  const unexpected: unknown[] = [];
  const app = createApp({
    core,
    auth,
    shopOfHost: (host) => resolveHost(core.db, host),
    onUnexpected: (error) => unexpected.push(error),
  });
  const { tenantId, houseId } = await createTenant(core, tenantInput('acme'), 'test');
  const operator = (of: TenantId = tenantId): Ctx<SystemPrincipal> => systemCtx(core, of, 'operator', 'test');
  const world: World = {
    database,
    core,
    auth,
    outside,
    unexpected,
    tenantId,
    houseId: houseId as DistributorId,
    operator,
    async distributor(parentId, of) {
      people += 1;
      const input = { code: `D${people}`, name: `Distributor ${people}`, levelId: null, profile: NO_PROFILE };
      return (await createDistributor(operator(of), parentId, input)).id;
    },
    async shop(distributorId, slug, of) {
      const ctx = operator(of);
      const { id } = await createShop(ctx, distributorId, { slug, name: `Shop ${slug}`, defaultLocale: 'en' });
      await openShop(ctx, id);
      return id;
    },
    async staff(role, { distributorId, tenantId: of = tenantId, withTotp = false, mail } = {}) {
      people += 1;
      const address = mail ?? `${role}-${people}@people.test`;
      const made = await createStaffLogin(
        auth,
        {
          tenantId: of,
          distributorId: distributorId ?? null,
          mail: address,
          name: `Person ${people}`,
          role,
          locale: 'en',
          password: PASSWORD,
          withTotp,
        },
        'test',
      );
      return { mail: address, password: PASSWORD, ...made };
    },
    browser: (host) => new Browser(app, host),
    async signIn(person, audience, { steppedUp = false } = {}) {
      const browser = world.browser(`${audience}.localhost`);
      const { mail, password } = person;
      const first = await browser.post(`/auth/${audience}/login`, { mail, password });
      if (first.body['next'] === 'totp') {
        const code = totpCode(totpKeyOf(person.totpSecret ?? ''));
        await browser.post(`/auth/${audience}/totp`, { challenge: first.body['challenge'], code });
      } else if (steppedUp) await browser.post(`/auth/${audience}/step-up`, { password });
      return browser;
    },
    linkToken: async (template, recipient) => await tokenOfLatestMail(world, template, recipient),
    async mailsTo(recipient) {
      const rows = await database.owner.query<{ template: string }>(
        'select template from notify.mail where recipient = $1 order by created_at, id',
        [recipient],
      );
      return rows.map((row) => row.template);
    },
    async close() {
      await database.close();
      // A request that nobody designed to fail has failed: whatever the test looked at, this is a bug.
      if (unexpected.length > 0) throw new AggregateError(unexpected, 'unexpected errors');
    },
  };
  return world;
}

export const NO_PROFILE = {
  legalName: null,
  taxNumber: null,
  contactName: null,
  contactMail: null,
  contactPhone: null,
  note: null,
} as const;

export const tenantInput = (slug: string) =>
  ({ slug, name: `Wholesaler ${slug}`, currency: 'CNY', timezone: 'Asia/Shanghai', defaultLocale: 'zh-CN' }) as const;

/** The routes behind what the server normally puts in front of them. */
function createApp(kit: ApiKit): Hono<ApiHttpEnv> {
  const app = new Hono<ApiHttpEnv>();
  app.use(async (c, next) => {
    const { hostname } = new URL(c.req.url);
    c.set('requestId', 'request-1');
    c.set('hostName', hostname);
    const [label] = hostname.split('.');
    c.set('site', label === 'admin' || label === 'portal' ? label : 'shop');
    c.set('clientAddress', c.req.header('x-test-address') ?? '203.0.113.7');
    c.set('isSecure', c.req.header('x-test-secure') === '1');
    await next();
  });
  app.route('/', createAuthRoutes(kit));
  app.route('/', createTrpcRoutes(kit));
  app.onError((error, c) => errorResponse(c, error, kit.onUnexpected));
  return app;
}

/** What the mail sender does with a queued mail, up to the link. */
async function tokenOfLatestMail(world: World, template: string, recipient: string): Promise<string> {
  const [mail] = await world.database.owner.query<{ tenant_id: string; params: { tokenId: string } }>(
    'select tenant_id, params from notify.mail where template = $1 and recipient = $2 order by created_at desc, id desc limit 1',
    [template, recipient],
  );
  if (mail === undefined) throw new Error(`no ${template} mail to ${recipient}`);
  const ctx = world.operator(mail.tenant_id as TenantId);
  const link = await asService(ctx, (tx) => mintLink(tx, world.core.ports.addresses, mail.params.tokenId));
  return link?.url.split('#')[1] ?? 'gone';
}
