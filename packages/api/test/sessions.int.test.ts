import { totpCode, totpKeyOf } from '@keyfall/auth';
import { sweepHousekeeping } from '@keyfall/core/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD, createWorld, type World } from './support/world.ts';

let world: World;

beforeAll(async () => {
  world = await createWorld();
});

afterAll(() => world.close());

const isSignedIn = async (browser: { query(name: string): Promise<{ status: number }> }): Promise<boolean> =>
  (await browser.query('session.me')).status === 200;

describe('a session', () => {
  it('ends when nobody uses it, and goes on while somebody does, up to its absolute end', async () => {
    const person = await world.staff('support');
    const [idle, busy] = [await world.signIn(person, 'admin'), await world.signIn(person, 'admin')];
    for (let half = 0; half < 8; half += 1) {
      await world.database.advanceClock('80 minutes');
      expect(await isSignedIn(busy)).toBe(true);
    }
    expect(await isSignedIn(idle)).toBe(false);
    // Ten hours and 40 minutes have passed; the back office's twelve are a hard end.
    await world.database.advanceClock('80 minutes');
    expect(await isSignedIn(busy)).toBe(false);
  });

  it('of the portal lives longer than the back office’s, but not for ever', async () => {
    const person = await world.staff('owner', { distributorId: world.houseId });
    const browser = await world.signIn(person, 'portal');
    for (let day = 0; day < 13; day += 1) {
      await world.database.advanceClock('11 hours');
      expect(await isSignedIn(browser)).toBe(true);
    }
    await world.database.advanceClock('2 days');
    expect(await isSignedIn(browser)).toBe(false);
  });

  it('gets a new token when its holder steps up; the old one opens nothing', async () => {
    const person = await world.staff('owner');
    const browser = await world.signIn(person, 'admin');
    const old = world.browser('admin.localhost');
    old.cookie = browser.cookie;
    expect((await browser.post('/auth/admin/step-up', { password: PASSWORD })).status).toBe(200);
    expect(browser.cookie).not.toBe(old.cookie);
    expect([await isSignedIn(browser), await isSignedIn(old)]).toEqual([true, false]);
    expect(await browser.query('session.me')).toMatchObject({ data: { steppedUp: true } });
    await world.database.advanceClock('11 minutes');
    expect(await browser.query('session.me')).toMatchObject({ data: { steppedUp: false } });
  });

  it('is replaced by another login on the same browser', async () => {
    const person = await world.staff('support');
    const browser = await world.signIn(person, 'admin');
    const old = world.browser('admin.localhost');
    old.cookie = browser.cookie;
    await browser.post('/auth/admin/login', { mail: person.mail, password: PASSWORD });
    expect([await isSignedIn(browser), await isSignedIn(old)]).toEqual([true, false]);
  });

  it('ends with a logout, on the server too', async () => {
    const browser = await world.signIn(await world.staff('support'), 'admin');
    const kept = world.browser('admin.localhost');
    kept.cookie = browser.cookie;
    const { headers } = await browser.post('/auth/admin/logout');
    expect(headers.get('set-cookie')).toMatch(/^sid=; Max-Age=0;/);
    expect([browser.cookie, await isSignedIn(kept)]).toEqual([undefined, false]);
  });

  it('is listed and revoked by its holder, and by nobody else', async () => {
    const [person, stranger] = [await world.staff('owner'), await world.staff('owner')];
    const [here, there] = [await world.signIn(person, 'admin'), await world.signIn(person, 'admin')];
    const { data } = await here.query('session.sessions');
    const { items } = data as { items: { id: string; current: boolean; ip: string }[] };
    expect(items.map(({ current, ip }) => `${current} ${ip}`).toSorted()).toEqual([
      'false 203.0.113.7',
      'true 203.0.113.7',
    ]);
    const other = items.find(({ current }) => !current)?.id;
    const strange = await world.signIn(stranger, 'admin');
    expect(await strange.mutate('session.revoke', { sessionId: other })).toMatchObject({ code: 'not_found' });
    expect(await isSignedIn(there)).toBe(true);
    expect((await here.mutate('session.revoke', { sessionId: other })).status).toBe(200);
    expect([await isSignedIn(here), await isSignedIn(there)]).toEqual([true, false]);
    await world.signIn(person, 'admin');
    expect(await here.mutate('session.revokeOthers')).toMatchObject({ data: { revoked: 1 } });
  });

  it('tells when it was last used, to five minutes and with one write in that time', async () => {
    const browser = await world.signIn(await world.staff('support'), 'admin');
    const seen = async (): Promise<{ at: string; version: unknown }> => {
      const { data } = await browser.query('session.sessions');
      const item = (data as { items: { id: string; seenAt: string }[] }).items[0];
      const text = 'select xmin::text as version from identity.session where id = $1';
      const [row] = await world.database.owner.query(text, [item?.id]);
      return { at: item?.seenAt ?? '', version: (row as { version: string }).version };
    };
    const first = await seen();
    await world.database.advanceClock('4 minutes');
    expect(await seen()).toEqual(first);
    await world.database.advanceClock('2 minutes');
    await Promise.all([seen(), seen(), seen()]);
    const later = await seen();
    expect(Date.parse(later.at) - Date.parse(first.at)).toBeGreaterThanOrEqual(6 * 60_000);
    expect(await seen()).toEqual(later);
  });

  it('is worth nothing at another audience', async () => {
    const person = await world.staff('owner');
    const distributor = await world.staff('owner', { distributorId: world.houseId });
    const [admin, portal] = [await world.signIn(person, 'admin'), await world.signIn(distributor, 'portal')];
    [admin.cookie, portal.cookie] = [portal.cookie, admin.cookie];
    expect(await admin.query('session.me')).toMatchObject({ code: 'unauthenticated' });
    expect(await portal.query('session.me')).toMatchObject({ code: 'unauthenticated' });
  });

  it('is swept away once it has ended', async () => {
    await world.signIn(await world.staff('support'), 'admin');
    const sessions = async (): Promise<number> =>
      (await world.database.owner.query('select from identity.session')).length;
    expect(await sessions()).toBeGreaterThan(0);
    await world.database.advanceClock('9 days');
    const { done } = await sweepHousekeeping(world.core, world.tenantId, 'test');
    expect(done).toBeGreaterThan(0);
    expect(await sessions()).toBe(0);
    expect(await world.database.owner.query('select from identity.throttle')).toEqual([]);
  });
});

describe('a strict installation', () => {
  let strict: World;
  beforeAll(async () => {
    strict = await createWorld({ strict: true });
  });
  afterAll(() => strict.close());

  it('opens nothing to an owner without second factor but setting one up', async () => {
    const browser = strict.browser('admin.localhost');
    const person = await strict.staff('owner');
    const { body } = await browser.post('/auth/admin/login', { mail: person.mail, password: PASSWORD });
    expect(body).toEqual({ next: 'signed_in', secondFactorMissing: true });
    expect(await browser.query('team.list')).toMatchObject({ code: 'second_factor_must_be_set_up' });
    expect(await browser.query('session.me')).toMatchObject({ data: { secondFactorMissing: true } });
    const { body: setup } = await browser.post('/auth/admin/totp/setup', { password: PASSWORD });
    await browser.post('/auth/admin/totp/enable', { code: totpCode(totpKeyOf(setup['secret'] as string)) });
    expect((await browser.query('team.list')).status).toBe(200);
    const off = await browser.post('/auth/admin/totp/disable', { password: PASSWORD, code: '123456' });
    expect(off.body).toMatchObject({ code: 'second_factor_must_be_set_up' });
  });

  it('takes no password for a step-up', async () => {
    const browser = await strict.signIn(await strict.staff('support'), 'admin');
    const answer = await browser.post('/auth/admin/step-up', { password: PASSWORD });
    expect(answer.body).toMatchObject({ code: 'second_factor_must_be_set_up' });
  });
});

describe('passwords', () => {
  it('are changed with the old one; other sessions end and this one gets a new token', async () => {
    const person = await world.staff('support');
    const [here, there] = [await world.signIn(person, 'admin'), await world.signIn(person, 'admin')];
    const change = (current: string, next: string) => here.post('/auth/admin/password/change', { current, next });
    expect((await change('wrong horse battery', 'a much better one')).body).toMatchObject({ code: 'bad_credentials' });
    expect((await change(PASSWORD, PASSWORD)).body).toMatchObject({ code: 'password_unchanged' });
    expect((await change(PASSWORD, 'password123!')).body).toMatchObject({
      code: 'password_too_weak',
      params: { reason: 'common' },
    });
    expect((await change(PASSWORD, 'a much better one')).status).toBe(200);
    expect([await isSignedIn(here), await isSignedIn(there)]).toEqual([true, false]);
  });

  it('are reset by a mailed link that works once, for one hour, and ends every session', async () => {
    const person = await world.staff('support');
    const signedIn = await world.signIn(person, 'admin');
    const browser = world.browser('admin.localhost');
    browser.address = '192.0.2.77';
    const forgot = (mail: string) => browser.post('/auth/admin/password/forgot', { mail });
    expect([(await forgot(person.mail)).body, (await forgot('nobody@people.test')).body]).toEqual([
      { ok: true },
      { ok: true },
    ]);
    expect(await world.mailsTo(person.mail)).toEqual(['password_reset']);
    expect(await world.mailsTo('nobody@people.test')).toEqual([]);
    const first = await world.linkToken('password_reset', person.mail);
    const token = await world.linkToken('password_reset', person.mail);
    const reset = (with_: string, password: string) =>
      browser.post('/auth/admin/password/reset', { token: with_, password });
    // A mail sent twice: only the link sent last works.
    expect((await reset(first, 'a much better one')).body).toMatchObject({ code: 'token_invalid' });
    expect((await reset(token, 'short')).body).toMatchObject({
      code: 'password_too_weak',
      params: { reason: 'short' },
    });
    expect((await reset(token, 'a much better one')).status).toBe(200);
    expect((await reset(token, 'a much better one')).body).toMatchObject({ code: 'token_invalid' });
    expect(await isSignedIn(signedIn)).toBe(false);
    const login = await browser.post('/auth/admin/login', { mail: person.mail, password: 'a much better one' });
    expect(login.status).toBe(200);

    await forgot(person.mail);
    const late = await world.linkToken('password_reset', person.mail);
    await world.database.advanceClock('61 minutes');
    expect((await reset(late, 'yet another good one')).body).toMatchObject({ code: 'token_invalid' });
  });

  it('never lie anywhere readable, and neither do tokens of links', async () => {
    const person = await world.staff('support');
    await world.browser('admin.localhost').post('/auth/admin/password/forgot', { mail: person.mail });
    const token = await world.linkToken('password_reset', person.mail);
    for (const table of ['identity.login', 'identity.one_time_token', 'notify.mail', 'audit.entry', 'jobs.outbox']) {
      const text = JSON.stringify(await world.database.owner.query(`select t::text from ${table} t`));
      expect(text).not.toContain(PASSWORD);
      expect(text).not.toContain(token);
    }
  });
});
