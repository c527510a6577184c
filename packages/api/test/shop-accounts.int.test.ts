import { asService } from '@keyfall/core';
import { insertOneTimeToken, mintLink } from '@keyfall/core/access';
import type { DistributorId, ShopId } from '@keyfall/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, createWorld, type World } from './support/world.ts';

let world: World;
let sellerId: DistributorId;
let shopA: ShopId;

beforeAll(async () => {
  world = await createWorld();
  sellerId = await world.distributor(world.houseId);
  shopA = await world.shop(sellerId, 'shop-a');
  await world.shop(sellerId, 'shop-b');
});

afterAll(() => world.close());

const at = (slug: string) => world.browser(`${slug}.localhost`);

async function register(slug: string, mail: string): Promise<ReturnType<typeof at>> {
  const browser = at(slug);
  browser.address = `198.51.100.${Math.floor(Math.random() * 250)}`;
  await browser.post('/auth/shop/register', { mail, locale: 'en' });
  const token = await world.linkToken('verify_mail', mail);
  const answer = await browser.post('/auth/shop/verify-mail', { token, password: PASSWORD, name: 'Buyer' });
  expect(answer.status).toBe(200);
  return browser;
}

describe('a consumer’s account', () => {
  it('is made by whoever holds the mailbox, and signed in by it', async () => {
    const browser = await register('shop-a', 'anna@buyers.test');
    expect(await browser.query('session.me')).toMatchObject({
      data: { role: 'member', buyer: { mail: 'anna@buyers.test', name: 'Buyer' } },
    });
    const token = await world.linkToken('verify_mail', 'anna@buyers.test');
    expect(token).toBe('gone');
  });

  it('is unique per shop: the same address is somebody else next door', async () => {
    const [here, there] = [await register('shop-a', 'both@buyers.test'), await register('shop-b', 'both@buyers.test')];
    const idOf = async (browser: ReturnType<typeof at>): Promise<unknown> =>
      ((await browser.query('session.me')).data as { buyer: { id: string } }).buyer.id;
    expect(await idOf(here)).not.toBe(await idOf(there));
  });

  it('tells nobody whether an address has one: who registers again gets a link to set the password', async () => {
    await register('shop-a', 'known@buyers.test');
    const browser = at('shop-a');
    const again = await browser.post('/auth/shop/register', { mail: 'known@buyers.test', locale: 'en' });
    const unknown = await browser.post('/auth/shop/register', { mail: 'new@buyers.test', locale: 'en' });
    expect([again.status, again.body]).toEqual([unknown.status, unknown.body]);
    expect(await world.mailsTo('known@buyers.test')).toEqual(['verify_mail', 'password_reset']);
    const forgot = await browser.post('/auth/shop/password/forgot', { mail: 'nobody@buyers.test' });
    expect([forgot.status, forgot.body]).toEqual([200, { ok: true }]);
    expect(await world.mailsTo('nobody@buyers.test')).toEqual([]);

    const token = await world.linkToken('password_reset', 'known@buyers.test');
    const reset = { token, password: 'a much better one' };
    expect((await at('shop-b').post('/auth/shop/password/reset', reset)).body).toMatchObject({ code: 'token_invalid' });
    expect((await browser.post('/auth/shop/password/reset', reset)).status).toBe(200);
    const login = (password: string) => browser.post('/auth/shop/login', { mail: 'known@buyers.test', password });
    expect((await login(PASSWORD)).body).toMatchObject({ code: 'bad_credentials' });
    expect((await login('a much better one')).status).toBe(200);
  });

  it('answers alike for a wrong password, an unknown address and an account of another shop', async () => {
    await register('shop-a', 'only-a@buyers.test');
    const tries = [
      ['shop-a', 'only-a@buyers.test', 'wrong horse battery'],
      ['shop-a', 'unknown@buyers.test', PASSWORD],
      ['shop-b', 'only-a@buyers.test', PASSWORD],
    ] as const;
    for (const [slug, mail, password] of tries) {
      const answer = await at(slug).post('/auth/shop/login', { mail, password });
      expect([answer.status, answer.body['code']]).toEqual([401, 'bad_credentials']);
    }
  });

  it('has a profile, sessions and a password of its own', async () => {
    const browser = await register('shop-a', 'profile@buyers.test');
    await browser.mutate('account.update', { name: 'New Name', phone: '+86 10 1234', locale: 'zh-CN' });
    expect(await browser.query('account.get')).toMatchObject({
      data: { name: 'New Name', phone: '+86 10 1234', locale: 'zh-CN', mailVerified: true },
    });
    const other = at('shop-a');
    await other.post('/auth/shop/login', { mail: 'profile@buyers.test', password: PASSWORD });
    const { items } = (await browser.query('account.sessions')).data as { items: { id: string; current: boolean }[] };
    expect(items.filter(({ current }) => current)).toHaveLength(1);
    const sessionId = items.find(({ current }) => !current)?.id;
    expect((await browser.mutate('account.revokeSession', { sessionId })).status).toBe(200);
    expect(await other.query('session.me')).toMatchObject({ data: { role: 'visitor' } });
    const change = { current: PASSWORD, next: 'a much better one' };
    expect((await browser.post('/auth/shop/password/change', change)).status).toBe(200);
    expect((await other.post('/auth/shop/password/change', change)).status).toBe(401);
  });
});

describe('a guest', () => {
  it('is a buyer of its own, goes on as the same one with the same address, and starts anew with another', async () => {
    const browser = at('shop-a');
    const first = await browser.post('/auth/shop/guest', { mail: 'guest@buyers.test', locale: 'en' });
    expect(await browser.query('session.me')).toMatchObject({ data: { role: 'guest' } });
    const cookie = browser.cookie;
    const second = await browser.post('/auth/shop/guest', { mail: 'guest@buyers.test', locale: 'en' });
    expect([second.body, browser.cookie]).toEqual([first.body, cookie]);
    const third = await browser.post('/auth/shop/guest', { mail: 'other@buyers.test', locale: 'en' });
    expect(third.body['buyerId']).not.toBe(first.body['buyerId']);
    const stranger = at('shop-a');
    const same = await stranger.post('/auth/shop/guest', { mail: 'guest@buyers.test', locale: 'en' });
    // Knowing an address gives nobody another's orders.
    expect(same.body['buyerId']).not.toBe(first.body['buyerId']);
    expect(await browser.query('account.get')).toMatchObject({ code: 'forbidden' });
  });

  it('cannot begin in a shop that is closed', async () => {
    const id = await world.shop(sellerId, 'shop-c');
    await world.database.owner.query(`update tenancy.shop set status = 'closed' where id = $1`, [id]);
    const answer = await at('shop-c').post('/auth/shop/guest', { mail: 'guest@buyers.test' });
    expect(answer.body).toMatchObject({ code: 'shop_closed' });
  });

  it('opens an order by a mailed link, once, in that shop only', async () => {
    const buyer = await at('shop-a').post('/auth/shop/guest', { mail: 'finder@buyers.test', locale: 'en' });
    const link = await asService(world.operator(), async (tx) => {
      const { id } = await insertOneTimeToken(tx, {
        purpose: 'find_order',
        tenantId: world.tenantId,
        shopId: shopA,
        buyerId: buyer.body['buyerId'] as string,
        validSeconds: 900,
      });
      return await mintLink(tx, world.core.ports.addresses, id);
    });
    expect(link?.url).toMatch(/^http:\/\/shop-a\.localhost:4000\/find-order#[\w-]{27}$/);
    const token = link?.url.split('#')[1] ?? '';
    expect((await at('shop-b').post('/auth/shop/find-order', { token })).body).toMatchObject({ code: 'token_invalid' });
    const browser = at('shop-a');
    expect((await browser.post('/auth/shop/find-order', { token })).body).toEqual({ orderId: null });
    expect(await browser.query('session.me')).toMatchObject({
      data: { role: 'guest', buyer: { id: buyer.body['buyerId'] } },
    });
    expect((await at('shop-a').post('/auth/shop/find-order', { token })).body).toMatchObject({ code: 'token_invalid' });
  });
});

describe('find my order', () => {
  it('answers alike whether or not there is such an order, and lets nobody guess', async () => {
    const browser = at('shop-a');
    const search = { orderNo: '0123456789ABCDEF', contact: 'finder@buyers.test' };
    expect((await browser.post('/auth/shop/find-order/request', search)).body).toEqual({ ok: true });
    expect((await browser.post('/auth/shop/find-order/request', { ...search, orderNo: 'x' })).status).toBe(422);
    const guess = async (address: string): Promise<unknown> => {
      const other = at('shop-a');
      other.address = address;
      const body = { orderNo: search.orderNo, queryPassword: 'guess' };
      const answer = await other.post('/auth/shop/find-order/password', body);
      return [answer.body['code'], other.cookie];
    };
    const answers = [];
    for (let count = 1; count <= 6; count += 1) answers.push(await guess(`198.51.100.${count}`));
    expect(answers.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => ['order_not_found', undefined]));
    // Counted per order, from wherever; another order of the same shop is another counter.
    expect(await guess('198.51.100.99')).toEqual(['login_locked', undefined]);
  });
});

describe('a shop’s cookie', () => {
  it('is nobody at another shop, of the same distributor too', async () => {
    const browser = await register('shop-a', 'cookie@buyers.test');
    const next = at('shop-b');
    next.cookie = browser.cookie;
    expect(await next.query('session.me')).toMatchObject({ data: { role: 'visitor', buyer: null } });
    expect(await next.query('account.get')).toMatchObject({ code: 'unauthenticated' });
    const office = world.browser('admin.localhost');
    office.cookie = browser.cookie;
    expect(await office.query('session.me')).toMatchObject({ code: 'unauthenticated' });
    const staff = await world.signIn(await world.staff('owner'), 'admin');
    next.cookie = staff.cookie;
    expect(await next.query('session.me')).toMatchObject({ data: { role: 'visitor' } });
  });

  it('lasts while the shop’s host does', async () => {
    const browser = await register('shop-a', 'host@buyers.test');
    await world.database.owner.query(
      `update identity.host set released_at = app.now() where host = 'shop-a.localhost'`,
    );
    expect(await browser.query('session.me')).toMatchObject({ status: 404, code: 'shop_not_found' });
    await world.database.owner.query(`update identity.host set released_at = null where host = 'shop-a.localhost'`);
    expect(await browser.query('session.me')).toMatchObject({ data: { role: 'member' } });
  });
});

describe('what a shop tells', () => {
  it('names nothing of its upline', async () => {
    const answers = [await at('shop-a').query('brand.get'), await at('shop-a').query('session.me')];
    const text = JSON.stringify(answers);
    expect(answers[0]).toMatchObject({ data: { name: 'Shop shop-a', status: 'open', legal: [] } });
    for (const secret of [world.houseId, sellerId, world.tenantId, 'Wholesaler', 'Distributor', 'HOUSE']) {
      expect(text).not.toContain(secret);
    }
  });
});
