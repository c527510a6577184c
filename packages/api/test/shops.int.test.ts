import { DEFAULT_BRAND, type DistributorId } from '@keyfall/contracts';
import { resolveHost, sweepDomains } from '@keyfall/core/shops';
import { createTenant } from '@keyfall/core/tenants';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Browser } from './support/browser.ts';
import { createWorld, tenantInput, type Staff, type World } from './support/world.ts';

let world: World;
let owner: Staff;
let admin: Browser;
let portal: Browser;
let siblingPortal: Browser;
let foreignAdmin: Browser;
let sellerId: DistributorId;
let people: Readonly<Record<'seller' | 'sibling' | 'foreign', Staff>>;

beforeAll(async () => {
  world = await createWorld();
  sellerId = await world.distributor(world.houseId);
  const siblingId = await world.distributor(world.houseId);
  const { tenantId } = await createTenant(world.core, tenantInput('foreign'), 'test');
  owner = await world.staff('owner');
  people = {
    seller: await world.staff('owner', { distributorId: sellerId }),
    sibling: await world.staff('owner', { distributorId: siblingId }),
    foreign: await world.staff('owner', { tenantId }),
  };
});

// Some tests move the clock past everybody's sessions.
beforeEach(async () => {
  admin = await world.signIn(owner, 'admin');
  portal = await world.signIn(people.seller, 'portal');
  siblingPortal = await world.signIn(people.sibling, 'portal');
  foreignAdmin = await world.signIn(people.foreign, 'admin');
});

afterAll(() => world.close());

interface Shop {
  readonly id: string;
  readonly version: string;
  readonly status: string;
  readonly hosts: readonly string[];
  readonly name: string;
}

async function make(slug: string, browser = portal): Promise<Shop> {
  const { data } = await browser.mutate('shops.create', { shop: { slug, name: `Shop ${slug}`, defaultLocale: 'en' } });
  return await read((data as { id: string }).id, browser);
}
const read = async (id: string, browser = portal): Promise<Shop> =>
  (await browser.query('shops.get', { id })).data as Shop;

const change = (over: object = {}, brand: object = {}) => ({
  name: 'Kiosk',
  defaultLocale: 'en',
  notice: '',
  supportContact: 'help@kiosk.test',
  brand: { ...DEFAULT_BRAND, ...brand },
  ...over,
});

describe('a shop', () => {
  it('is made by its distributor as a draft, opened, closed and opened again', async () => {
    const { id, status, hosts } = await make('kiosk');
    expect([status, hosts]).toEqual(['draft', ['kiosk.localhost']]);
    const visitor = world.browser('kiosk.localhost');
    expect(await visitor.query('catalog.categories')).toMatchObject({ code: 'shop_closed' });
    expect((await portal.mutate('shops.open', { id })).status).toBe(200);
    expect((await visitor.query('catalog.categories')).status).toBe(200);
    expect(await portal.mutate('shops.open', { id })).toMatchObject({ code: 'state_conflict' });
    expect((await portal.mutate('shops.close', { id })).status).toBe(200);
    expect(await visitor.query('brand.get')).toMatchObject({ data: { status: 'closed' } });
    expect((await portal.mutate('shops.open', { id })).status).toBe(200);
  });

  it('has a slug nobody else in the installation has, and none that could pose as the platform', async () => {
    await make('taken');
    const shop = (slug: string) => ({ shop: { slug, name: 'X', defaultLocale: 'en' } });
    expect(await siblingPortal.mutate('shops.create', shop('taken'))).toMatchObject({ code: 'slug_taken' });
    const { items } = (await foreignAdmin.query('distributors.list', { limit: 1 })).data as { items: { id: string }[] };
    const foreign = { distributorId: items[0]?.id, ...shop('taken') };
    expect(await foreignAdmin.mutate('shops.create', foreign)).toMatchObject({ code: 'slug_taken' });
    for (const slug of ['admin', 'portal', 'api', 'www', 'docs', 'pay', 'mail', 'xn--80ak6aa92e']) {
      expect(await portal.mutate('shops.create', shop(slug))).toMatchObject({ code: 'slug_reserved' });
    }
    for (const slug of ['a', '-ab', 'ab-', 'Ä', '1ab', 'a.b', 'x'.repeat(41)]) {
      expect(await portal.mutate('shops.create', shop(slug))).toMatchObject({ code: 'validation_failed' });
    }
  });

  it('takes a brand whose accent can be seen, and says how far off another is', async () => {
    const { id, version } = await make('branded');
    const update = (shop: object, at = version) => portal.mutate('shops.update', { id, version: at, shop });
    const faint = await update(change({}, { accent: '#f5f5f0' }));
    expect(faint).toMatchObject({ code: 'contrast_too_low', error: { params: { field: 'accent', ratioMin: '3.0' } } });
    const { ratio } = (faint.error ?? {})['params'] as { ratio: string };
    expect(Number(ratio)).toBeLessThan(1.2);
    expect(await update(change({}, { accentDark: '#1a1a1a' }))).toMatchObject({ code: 'contrast_too_low' });
    expect(await update(change({}, { accent: 'red' }))).toMatchObject({ code: 'validation_failed' });
    expect(await update(change({}, { logoImageId: owner.loginId }))).toMatchObject({ code: 'not_found' });
    expect((await update(change({}, { accent: '#0A7D5A', corners: 'round' }))).status).toBe(200);
    expect(await update(change())).toMatchObject({ code: 'version_conflict' });
    expect(await resolveHost(world.core.db, 'branded.localhost')).toMatchObject({
      name: 'Kiosk',
      notice: null,
      supportContact: 'help@kiosk.test',
      brand: { accent: '#0a7d5a', corners: 'round' },
    });
  });

  it('shows its legal texts in the reader’s language', async () => {
    const { id, version } = await make('legal');
    const terms = { 'zh-CN': '# 条款', en: '# Terms' };
    const legal = { ...DEFAULT_BRAND.legal, terms };
    await portal.mutate('shops.update', { id, version, shop: change({}, { legal }) });
    const visitor = world.browser('legal.localhost');
    expect(await visitor.query('brand.get')).toMatchObject({ data: { legal: ['terms'] } });
    expect(await visitor.query('brand.legalText', { name: 'terms' })).toMatchObject({ data: { markdown: '# 条款' } });
  });

  it('of a sibling or another tenant is not found; staff reach every one of their tenant', async () => {
    const { id, version } = await make('mine');
    for (const browser of [siblingPortal, foreignAdmin]) {
      expect(await browser.query('shops.get', { id })).toMatchObject({ code: 'not_found' });
      expect(await browser.query('shops.domains', { id })).toMatchObject({ code: 'not_found' });
      const update = { id, version, shop: change() };
      expect(await browser.mutate('shops.update', update)).toMatchObject({ code: 'not_found' });
      expect(await browser.mutate('shops.open', { id })).toMatchObject({ code: 'not_found' });
      const domain = { shopId: id, host: 'mine.example.com' };
      expect(await browser.mutate('shops.addDomain', domain)).toMatchObject({ code: 'not_found' });
      const { items } = (await browser.query('shops.list', {})).data as { items: unknown[] };
      expect(items).toEqual([]);
    }
    expect(await admin.query('shops.get', { id })).toMatchObject({ data: { distributor: { id: sellerId } } });
    const stolen = { distributorId: world.houseId, shop: { slug: 'stolen', name: 'X', defaultLocale: 'en' } };
    const { data } = await portal.mutate('shops.create', stolen);
    // Whatever a distributor names, its shop is its own.
    expect(await read((data as { id: string }).id)).toMatchObject({ distributor: { id: sellerId } });
  });

  it('closes to visitors while its distributor is frozen, whose people may look and not act', async () => {
    const { id } = await make('frozen');
    await portal.mutate('shops.open', { id });
    const visitor = world.browser('frozen.localhost');
    expect((await visitor.query('catalog.categories')).status).toBe(200);
    expect((await admin.mutate('distributors.freeze', { id: sellerId, reason: 'test' })).status).toBe(200);
    expect(await visitor.query('catalog.categories')).toMatchObject({ code: 'shop_closed' });
    expect((await portal.query('shops.list', {})).status).toBe(200);
    expect(await portal.query('session.me')).toMatchObject({ data: { distributor: { status: 'frozen' } } });
    expect(await portal.mutate('shops.close', { id })).toMatchObject({ code: 'distributor_frozen' });
    await admin.mutate('distributors.unfreeze', { id: sellerId, reason: 'test' });
    expect((await visitor.query('catalog.categories')).status).toBe(200);
  });
});

interface Domain {
  readonly id: string;
  readonly state: string;
  readonly lastError: string | null;
  readonly record: { readonly name: string; readonly value: string };
}

describe('a domain', () => {
  const domains = async (id: string): Promise<Domain[]> =>
    (await portal.query('shops.domains', { id })).data as Domain[];
  const add = (shopId: string, host: string, browser = portal) => browser.mutate('shops.addDomain', { shopId, host });
  const sweep = () => sweepDomains(world.core, world.tenantId, 'test');

  it('is served once its record is found, weekly checked, and lost after three misses', async () => {
    const shop = await make('domain');
    expect((await add(shop.id, ' Shop.Example.COM. ')).status).toBe(200);
    const [domain] = await domains(shop.id);
    expect(domain).toMatchObject({ host: 'shop.example.com', state: 'pending' });
    expect(domain?.record.name).toBe('_keyfall.shop.example.com');
    const { id, record } = domain as Domain;
    const check = async () => (await portal.mutate('shops.checkDomain', { id })).data as Domain;
    const isServed = async (): Promise<boolean> =>
      (await resolveHost(world.core.db, 'shop.example.com'))?.shopId === shop.id;

    expect(await check()).toMatchObject({ state: 'pending', lastError: 'txt_missing' });
    world.outside.txt.set(record.name, ['v=spf1', 'keyfall-verify=of-somebody-else']);
    expect(await check()).toMatchObject({ state: 'pending', lastError: 'txt_wrong' });
    world.outside.txt.set(record.name, 'down');
    expect(await check()).toMatchObject({ state: 'pending', lastError: 'dns_unreachable' });
    expect(await isServed()).toBe(false);
    world.outside.txt.set(record.name, [record.value]);
    expect(await check()).toMatchObject({ state: 'verified', lastError: null });
    expect(await isServed()).toBe(true);
    expect((await read(shop.id)).hosts).toEqual(['domain.localhost', 'shop.example.com']);

    await world.database.advanceClock('8 days');
    portal = await world.signIn(people.seller, 'portal');
    world.outside.txt.set(record.name, 'down');
    await sweep();
    expect(await isServed()).toBe(true);
    world.outside.txt.set(record.name, []);
    for (const day of [1, 2, 3]) {
      await world.database.advanceClock('25 hours');
      await sweep();
      expect([day, await isServed()]).toEqual([day, day < 3]);
    }
    portal = await world.signIn(people.seller, 'portal');
    expect((await domains(shop.id))[0]).toMatchObject({ state: 'lost', lastError: 'txt_missing' });
    world.outside.txt.set(record.name, [record.value]);
    await world.database.advanceClock('25 hours');
    await sweep();
    expect(await isServed()).toBe(true);
  });

  it('is one that exists in DNS and is not the platform’s', async () => {
    const { id } = await make('hosts');
    for (const host of [
      '127.0.0.1',
      'example',
      'a b.com',
      'x.localhost',
      'admin.localhost',
      'http://x.com',
      'x.com:80',
    ]) {
      expect([host, (await add(id, host)).code]).toEqual([host, 'host_invalid']);
    }
    expect((await add(id, 'bücher.example.org')).status).toBe(200);
    expect((await domains(id))[0]).toMatchObject({ host: 'xn--bcher-kva.example.org' });
    expect(await add(id, 'BÜCHER.example.org')).toMatchObject({ code: 'already_exists' });
  });

  it('goes to whoever proves it first; the other is told', async () => {
    const [first, second] = [await make('first'), await make('second')];
    const host = 'contested.example.com';
    await add(first.id, host);
    const [mine] = await domains(first.id);
    world.outside.txt.set(`_keyfall.${host}`, [mine?.record.value ?? '']);
    await portal.mutate('shops.checkDomain', { id: mine?.id });
    // The same name at another tenant.
    const { items } = (await foreignAdmin.query('distributors.list', { limit: 1 })).data as { items: { id: string }[] };
    const shop = { slug: 'theirs', name: 'X', defaultLocale: 'en' };
    const made = await foreignAdmin.mutate('shops.create', { distributorId: items[0]?.id, shop });
    const theirs = (made.data as { id: string }).id;
    await add(theirs, host, foreignAdmin);
    const [other] = (await foreignAdmin.query('shops.domains', { id: theirs })).data as Domain[];
    world.outside.txt.set(`_keyfall.${host}`, [mine?.record.value ?? '', other?.record.value ?? '']);
    expect(await foreignAdmin.mutate('shops.checkDomain', { id: other?.id })).toMatchObject({ code: 'host_taken' });
    expect(await add(second.id, host)).toMatchObject({ code: 'already_exists' });
  });

  it('is released at once and kept from others for a month', async () => {
    const shop = await make('release');
    const host = 'release.example.com';
    await add(shop.id, host);
    const [domain] = await domains(shop.id);
    world.outside.txt.set(`_keyfall.${host}`, [domain?.record.value ?? '']);
    await portal.mutate('shops.checkDomain', { id: domain?.id });
    expect(await siblingPortal.mutate('shops.removeDomain', { id: domain?.id })).toMatchObject({
      code: 'not_found',
    });
    expect((await portal.mutate('shops.removeDomain', { id: domain?.id })).status).toBe(200);
    expect(await resolveHost(world.core.db, host)).toBeUndefined();
    const next = await make('next');
    await add(next.id, host);
    const [wanted] = await domains(next.id);
    world.outside.txt.set(`_keyfall.${host}`, [wanted?.record.value ?? '']);
    expect(await portal.mutate('shops.checkDomain', { id: wanted?.id })).toMatchObject({ code: 'host_taken' });
  });
});
