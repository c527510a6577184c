import { rewrapSecondFactors, totpCode, totpKeyOf } from '@keyfall/auth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTenant, setTenantStatus } from '@keyfall/core/tenants';
import { PASSWORD, createWorld, tenantInput, type Staff, type World } from './support/world.ts';

let world: World;
let owner: Staff;
let withTotp: Staff;

beforeAll(async () => {
  world = await createWorld();
  owner = await world.staff('owner');
  withTotp = await world.staff('finance', { withTotp: true });
});

afterAll(() => world.close());

const admin = () => world.browser('admin.localhost');
const codeOf = (person: Staff, steps = 0n): string => totpCode(totpKeyOf(person.totpSecret ?? ''), steps);

describe('a staff login', () => {
  it('opens a session for the right password and tells who is signed in', async () => {
    const browser = admin();
    const answer = await browser.post('/auth/admin/login', { mail: owner.mail.toUpperCase(), password: PASSWORD });
    expect(answer).toMatchObject({ status: 200, body: { next: 'signed_in', secondFactorMissing: false } });
    expect(await browser.query('session.me')).toMatchObject({
      data: { login: { mail: owner.mail }, role: 'owner', steppedUp: false, tenant: { slug: 'acme' } },
    });
  });

  it('keeps the token from scripts, other hosts and the database', async () => {
    const browser = admin();
    const { headers } = await browser.post('/auth/admin/login', { mail: owner.mail, password: PASSWORD });
    const cookie = headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/^sid=[\w-]{27}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Lax$/);
    const token = cookie.slice(4, 31);
    const rows = await world.database.owner.query('select * from identity.session');
    expect(JSON.stringify(rows)).not.toContain(token);
    const secure = await admin().post(
      '/auth/admin/login',
      { mail: owner.mail, password: PASSWORD },
      { 'x-test-secure': '1' },
    );
    expect(secure.headers.get('set-cookie')).toMatch(/^__Host-sid=.*; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
  });

  it('answers alike for an unknown address, a wrong password and no access', async () => {
    const seller = await world.staff('staff', { distributorId: world.houseId });
    const attempts = [
      { mail: 'nobody@people.test', password: PASSWORD },
      { mail: owner.mail, password: 'wrong horse battery' },
      { mail: seller.mail, password: PASSWORD },
    ];
    const bodies = [];
    for (const attempt of attempts) {
      const browser = admin();
      const answer = await browser.post('/auth/admin/login', attempt);
      expect([answer.status, browser.cookie]).toEqual([401, undefined]);
      bodies.push(answer.body);
    }
    expect(bodies[0]).toMatchObject({ code: 'bad_credentials' });
    expect(bodies[1]).toEqual(bodies[0]);
    expect(bodies[2]).toEqual(bodies[0]);
  });

  it('takes as long for an unknown address as for a known one', async () => {
    const rounds = [1, 2, 3, 4, 5, 6, 7];
    for (const round of rounds) await world.staff('support', { mail: `known${round}@people.test` });
    const time = async (mail: string, address: string): Promise<number> => {
      const browser = admin();
      browser.address = address;
      const start = performance.now();
      await browser.post('/auth/admin/login', { mail, password: 'wrong horse battery' });
      return performance.now() - start;
    };
    // In turns, and the quickest of each: what else the machine does hits both alike.
    const [known, unknown]: [number[], number[]] = [[], []];
    for (const round of rounds) {
      known.push(await time(`known${round}@people.test`, `198.51.100.${round}`));
      unknown.push(await time(`unknown${round}@people.test`, `198.51.100.${round + 100}`));
    }
    // Without the decoy an unknown address would answer in a fraction of the hash's time.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) * 0.5);
    expect(Math.min(...unknown)).toBeLessThan(Math.min(...known) * 2);
  });

  it('refuses other origins, other hosts, other content and what is too large', async () => {
    const login = { mail: owner.mail, password: PASSWORD };
    const evil = await admin().post('/auth/admin/login', login, { origin: 'http://evil.localhost:4000' });
    expect(evil.body).toMatchObject({ code: 'bad_origin' });
    expect((await world.browser('portal.localhost').post('/auth/admin/login', login)).status).toBe(404);
    const text = await admin().post('/auth/admin/login', login, { 'content-type': 'text/plain' });
    expect(text.status).toBe(415);
    const large = await admin().post('/auth/admin/login', { ...login, more: 'x'.repeat(20_000) });
    expect(large).toMatchObject({ status: 413, body: { code: 'payload_too_large' } });
    expect((await admin().post('/auth/admin/login', { mail: 'no mail', password: '' })).body).toMatchObject({
      code: 'validation_failed',
      fields: [{ pointer: '/mail' }, { pointer: '/password' }],
    });
  });

  it('makes an account wait longer with every wrong password, whoever asks, and forgets it with the right one', async () => {
    const person = await world.staff('support');
    const wrong = async (address: string) => {
      const browser = admin();
      browser.address = address;
      return await browser.post('/auth/admin/login', { mail: person.mail, password: 'wrong horse battery' });
    };
    for (let count = 1; count <= 6; count += 1) expect((await wrong(`192.0.2.${count}`)).status).toBe(401);
    const locked = await wrong('192.0.2.99');
    expect(locked).toMatchObject({ status: 429, body: { code: 'login_locked' } });
    expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
    // Locked is locked, for the right password too.
    const right = await admin().post('/auth/admin/login', { mail: person.mail, password: PASSWORD });
    expect(right.body).toMatchObject({ code: 'login_locked' });
    await world.database.advanceClock('1 minute');
    expect((await admin().post('/auth/admin/login', { mail: person.mail, password: PASSWORD })).status).toBe(200);
    for (let count = 1; count <= 5; count += 1) expect((await wrong('192.0.2.50')).status).toBe(401);
  });

  it('makes an address wait that tries many accounts', async () => {
    const statuses = [];
    for (let count = 0; count < 33; count += 1) {
      const browser = admin();
      browser.address = '192.0.2.200';
      const answer = await browser.post('/auth/admin/login', { mail: `a${count}@people.test`, password: 'x' });
      statuses.push(answer.status);
    }
    expect(statuses.slice(0, 31)).toEqual(Array.from({ length: 31 }, () => 401));
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('a second factor', () => {
  it('is asked after the password, and the session has stepped up by it', async () => {
    const browser = admin();
    const { body } = await browser.post('/auth/admin/login', { mail: withTotp.mail, password: PASSWORD });
    expect([body['next'], browser.cookie]).toEqual(['totp', undefined]);
    const { challenge } = body as { challenge: string };
    const answer = await browser.post('/auth/admin/totp', { challenge, code: codeOf(withTotp) });
    expect(answer.body).toMatchObject({ next: 'signed_in' });
    expect(await browser.query('session.me')).toMatchObject({ data: { role: 'finance', steppedUp: true } });
  });

  it('takes no passcode twice, not even within its half minute', async () => {
    const person = await world.staff('support', { withTotp: true });
    const code = codeOf(person);
    const login = async (): Promise<number> => {
      const browser = admin();
      const { body } = await browser.post('/auth/admin/login', { mail: person.mail, password: PASSWORD });
      return (await browser.post('/auth/admin/totp', { challenge: body['challenge'], code })).status;
    };
    expect([await login(), await login()]).toEqual([200, 401]);
  });

  it('accepts a phone that is half a minute off, not one that is two minutes off', async () => {
    const late = await world.staff('support', { withTotp: true });
    const browser = admin();
    const { body } = await browser.post('/auth/admin/login', { mail: late.mail, password: PASSWORD });
    const prove = (code: string) => browser.post('/auth/admin/totp', { challenge: body['challenge'], code });
    expect((await prove(codeOf(late, -4n))).body).toMatchObject({ code: 'second_factor_wrong' });
    expect((await prove(codeOf(late, -1n))).body).toMatchObject({ next: 'signed_in' });
    // The challenge is spent by the login it led to.
    expect((await prove(codeOf(late, 1n))).body).toMatchObject({ code: 'token_invalid' });
  });

  it('is throttled per login over all its challenges', async () => {
    const person = await world.staff('support', { withTotp: true });
    const guess = async () => {
      const browser = admin();
      const { body } = await browser.post('/auth/admin/login', { mail: person.mail, password: PASSWORD });
      return (await browser.post('/auth/admin/totp', { challenge: body['challenge'], code: '000000' })).status;
    };
    const statuses = [];
    for (let count = 0; count < 7; count += 1) statuses.push(await guess());
    expect(statuses).toEqual([401, 401, 401, 401, 401, 401, 429]);
  });

  it('is set up with password and passcode, gives recovery codes that work once, and can be given up', async () => {
    const person = await world.staff('operations');
    const browser = await world.signIn(person, 'admin');
    const before = browser.cookie;
    expect((await browser.post('/auth/admin/totp/setup', { password: 'wrong horse battery' })).body).toMatchObject({
      code: 'bad_credentials',
    });
    const { body: setup } = await browser.post('/auth/admin/totp/setup', { password: PASSWORD });
    const key = totpKeyOf(setup['secret'] as string);
    expect(setup['uri']).toContain('otpauth://totp/Keyfall');
    expect((await browser.post('/auth/admin/totp/enable', { code: '000000' })).body).toMatchObject({
      code: 'second_factor_wrong',
    });
    const { body: enabled } = await browser.post('/auth/admin/totp/enable', { code: totpCode(key) });
    const recoveryCodes = enabled['recoveryCodes'] as string[];
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(browser.cookie).not.toBe(before);
    expect(await browser.query('session.me')).toMatchObject({ data: { login: { hasTotp: true }, steppedUp: true } });
    const stored = JSON.stringify(await world.database.owner.query('select * from identity.recovery_code'));
    expect(recoveryCodes.filter((code) => stored.includes(code))).toEqual([]);

    const [recoveryCode = ''] = recoveryCodes;
    const recover = async (): Promise<number> => {
      const other = admin();
      const { body } = await other.post('/auth/admin/login', { mail: person.mail, password: PASSWORD });
      const typed = ` ${recoveryCode.toUpperCase().replaceAll('-', ' ')} `;
      return (await other.post('/auth/admin/recovery', { challenge: body['challenge'], code: typed })).status;
    };
    expect([await recover(), await recover()]).toEqual([200, 401]);

    const off = { password: PASSWORD, code: totpCode(key, 1n) };
    expect((await browser.post('/auth/admin/totp/disable', off)).status).toBe(200);
    expect((await admin().post('/auth/admin/login', { mail: person.mail, password: PASSWORD })).body).toMatchObject({
      next: 'signed_in',
    });
  });

  it('is stored sealed, for this login only', async () => {
    const [row] = await world.database.owner.query<{ totp_secret: Buffer }>(
      'select totp_secret from identity.login where mail = $1',
      [withTotp.mail],
    );
    const plain = Buffer.from(totpKeyOf(withTotp.totpSecret ?? ''));
    expect(row?.totp_secret.includes(plain)).toBe(false);
    const other = await world.staff('support', { withTotp: true });
    await world.database.owner.query('update identity.login set totp_secret = $1 where mail = $2', [
      row?.totp_secret,
      other.mail,
    ]);
    const browser = admin();
    const { body } = await browser.post('/auth/admin/login', { mail: other.mail, password: PASSWORD });
    const stolen = await browser.post('/auth/admin/totp', { challenge: body['challenge'], code: codeOf(withTotp) });
    expect(stolen.status).not.toBe(200);
    world.unexpected.splice(0);
  });
});

describe('a rotation of the master key', () => {
  it('wraps second factors anew, once, and they go on working', async () => {
    const person = await world.staff('support', { withTotp: true });
    world.outside.rotateMasterKey();
    const browser = admin();
    const logIn = async (code: string): Promise<number> => {
      const { body } = await browser.post('/auth/admin/login', { mail: person.mail, password: PASSWORD });
      return (await browser.post('/auth/admin/totp', { challenge: body['challenge'], code })).status;
    };
    // Under the old key still, which the vault keeps.
    expect(await logIn(codeOf(person))).toBe(200);
    const versions = async (): Promise<unknown> =>
      (
        await world.database.owner.query(
          `select distinct encode(substring(totp_secret from 1 for 4), 'hex') as version from identity.login
           where totp_secret is not null and mail = $1`,
          [person.mail],
        )
      )[0];
    expect(await versions()).toEqual({ version: '00000001' });
    // The secret that was planted at another login does not open and does not stop the others.
    const first = await rewrapSecondFactors(world.auth, world.tenantId);
    expect([first.done > 0, first.failed]).toEqual([true, 1]);
    expect(await rewrapSecondFactors(world.auth, world.tenantId)).toEqual({ done: 0, failed: 1 });
    expect(await versions()).toEqual({ version: '00000002' });
    expect(await logIn(codeOf(person, 1n))).toBe(200);
  });
});

describe('one login in several places', () => {
  it('is asked which, and gets a session for that one only', async () => {
    const { tenantId: elsewhere } = await createTenant(world.core, tenantInput('other'), 'test');
    const person = await world.staff('owner', { mail: 'both@people.test' });
    await world.staff('auditor', { mail: 'both@people.test', tenantId: elsewhere });
    const browser = admin();
    const { body } = await browser.post('/auth/admin/login', { mail: person.mail, password: PASSWORD });
    expect(body).toMatchObject({
      next: 'choose',
      memberships: [
        { tenantName: 'Wholesaler acme', role: 'owner' },
        { tenantName: 'Wholesaler other', role: 'auditor' },
      ],
    });
    const memberships = body['memberships'] as { membershipId: string }[];
    const choose = (membershipId: string | undefined, challenge: unknown) =>
      browser.post('/auth/admin/membership', { challenge, membershipId });
    expect((await choose(memberships[1]?.membershipId, body['challenge'])).status).toBe(200);
    expect(await browser.query('session.me')).toMatchObject({ data: { role: 'auditor', tenant: { slug: 'other' } } });
    // Spent, and never good for somebody else's membership.
    expect((await choose(memberships[0]?.membershipId, body['challenge'])).status).toBe(410);
    const again = await browser.post('/auth/admin/login', { mail: person.mail, password: PASSWORD });
    expect((await choose(owner.membershipId, again.body['challenge'])).status).toBe(404);
  });

  it('leaves out a suspended tenant and a closed distributor', async () => {
    const { tenantId: gone } = await createTenant(world.core, tenantInput('gone'), 'test');
    const person = await world.staff('owner', { tenantId: gone });
    const inside = admin();
    await inside.post('/auth/admin/login', { mail: person.mail, password: PASSWORD });
    expect(await inside.query('settings.get')).toMatchObject({ data: { slug: 'gone' } });
    await setTenantStatus(world.core, gone, { status: 'suspended', reason: 'unpaid' }, 'test');
    const outside = admin();
    const answer = await outside.post('/auth/admin/login', { mail: person.mail, password: PASSWORD });
    expect(answer.body).toMatchObject({ code: 'tenant_suspended' });
    // Only the right password is told why.
    const wrong = await outside.post('/auth/admin/login', { mail: person.mail, password: 'not this one at all' });
    expect(wrong.body).toMatchObject({ code: 'bad_credentials' });
    // Who is signed in already is kept out of everything but what is about himself.
    expect(await inside.query('settings.get')).toMatchObject({ error: { code: 'tenant_suspended' } });
    expect(await inside.query('session.me')).toMatchObject({ data: { tenant: { slug: 'gone' } } });
    await setTenantStatus(world.core, gone, { status: 'active', reason: null }, 'test');
    expect(await inside.query('settings.get')).toMatchObject({ data: { slug: 'gone' } });
  });
});
