import type { DistributorId } from '@keyfall/contracts';
import { createTenant } from '@keyfall/core/tenants';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from './support/browser.ts';
import { PASSWORD, createWorld, tenantInput, type Staff, type World } from './support/world.ts';

let world: World;
let owner: Staff;
let admin: Browser;
let distributorId: DistributorId;

beforeAll(async () => {
  world = await createWorld();
  owner = await world.staff('owner');
  admin = await world.signIn(owner, 'admin', { steppedUp: true });
  distributorId = await world.distributor(world.houseId);
});

afterAll(() => world.close());

interface Team {
  readonly members: { membershipId: string; mail: string; role: string; status: string; isSelf: boolean }[];
  readonly invitations: { id: string; mail: string }[];
}
const team = async (browser: Browser): Promise<Team> => (await browser.query('team.list')).data as Team;
const invite = (mail: string, role = 'support') =>
  admin.mutate('team.invite', { mail, name: 'New Person', role, locale: 'en' });

describe('an invitation', () => {
  it('lets somebody new in with a password of their own, once', async () => {
    expect((await invite('new@people.test')).status).toBe(200);
    const token = await world.linkToken('invitation', 'new@people.test');
    const browser = world.browser('admin.localhost');
    expect((await browser.post('/auth/admin/invitation', { token })).body).toEqual({
      mail: 'new@people.test',
      name: 'New Person',
      role: 'support',
      tenantName: 'Wholesaler acme',
      distributorName: null,
      hasLogin: false,
    });
    const accept = (password: string) =>
      browser.post('/auth/admin/invitation/accept', { token, name: 'Nora', password, locale: 'en' });
    expect((await accept('new@people.test1')).body).toMatchObject({ params: { reason: 'like_login' } });
    expect((await accept('a long enough one')).body).toMatchObject({ next: 'signed_in' });
    expect(await browser.query('session.me')).toMatchObject({ data: { login: { name: 'Nora' }, role: 'support' } });
    expect((await accept('a long enough one')).body).toMatchObject({ code: 'invitation_invalid' });
    const { members, invitations } = await team(admin);
    expect(members.find(({ mail }) => mail === 'new@people.test')).toMatchObject({ role: 'support', status: 'active' });
    expect(invitations).toEqual([]);
  });

  it('gives somebody who has a login one place more, and no session: a mail stands in for no password', async () => {
    const { tenantId: elsewhere } = await createTenant(world.core, tenantInput('elsewhere'), 'test');
    const person = await world.staff('auditor', { tenantId: elsewhere });
    await invite(person.mail);
    const token = await world.linkToken('invitation', person.mail);
    const browser = world.browser('admin.localhost');
    const answer = await browser.post('/auth/admin/invitation/accept', { token, password: 'another long one' });
    expect([answer.body, browser.cookie]).toEqual([{ next: 'log_in' }, undefined]);
    const login = await browser.post('/auth/admin/login', { mail: person.mail, password: PASSWORD });
    expect(login.body).toMatchObject({ next: 'choose' });
  });

  it('is replaced by a later one, sent again on demand, taken back, and runs out', async () => {
    await invite('later@people.test');
    const first = await world.linkToken('invitation', 'later@people.test');
    await invite('later@people.test', 'finance');
    const { invitations } = await team(admin);
    expect(invitations.filter(({ mail }) => mail === 'later@people.test')).toHaveLength(1);
    const browser = world.browser('admin.localhost');
    const look = async (token: string) => (await browser.post('/auth/admin/invitation', { token })).body;
    expect(await look(first)).toMatchObject({ code: 'invitation_invalid' });
    const second = await world.linkToken('invitation', 'later@people.test');
    expect(await look(second)).toMatchObject({ role: 'finance' });

    const invitationId = invitations.find(({ mail }) => mail === 'later@people.test')?.id;
    await world.database.advanceClock('6 days');
    admin = await world.signIn(owner, 'admin', { steppedUp: true });
    expect((await admin.mutate('team.resendInvitation', { invitationId })).status).toBe(200);
    await world.database.advanceClock('6 days');
    const third = await world.linkToken('invitation', 'later@people.test');
    expect(await look(third)).toMatchObject({ role: 'finance' });
    await world.database.advanceClock('2 days');
    expect(await look(third)).toMatchObject({ code: 'invitation_invalid' });

    admin = await world.signIn(owner, 'admin', { steppedUp: true });
    await invite('never@people.test');
    const open = (await team(admin)).invitations.find(({ mail }) => mail === 'never@people.test');
    expect((await admin.mutate('team.cancelInvitation', { invitationId: open?.id })).status).toBe(200);
    expect(await admin.mutate('team.cancelInvitation', { invitationId: open?.id })).toMatchObject({
      code: 'not_found',
    });
  });

  it('into a portal is made by the wholesaler and worth nothing at the back office', async () => {
    const input = { distributorId, mail: 'seller@people.test', name: 'Seller', role: 'owner', locale: 'en' };
    expect((await admin.mutate('distributors.invite', input)).status).toBe(200);
    const token = await world.linkToken('invitation', 'seller@people.test');
    const body = { token, password: 'a long enough one', locale: 'en' };
    const wrong = await world.browser('admin.localhost').post('/auth/admin/invitation/accept', body);
    expect(wrong.body).toMatchObject({ code: 'invitation_invalid' });
    const portal = world.browser('portal.localhost');
    // A wholesaler of these tests is called “Wholesaler …”, after its slug.
    const [house] = await world.database.owner.query('select name from tenancy.tenant where tenant_id = $1', [
      world.tenantId,
    ]);
    const lazy = `${(house as { name: string }).name}2026!`.replaceAll(' ', '');
    expect((await portal.post('/auth/portal/invitation/accept', { ...body, password: lazy })).body).toMatchObject({
      code: 'password_too_weak',
      params: { reason: 'like_login' },
    });
    expect((await portal.post('/auth/portal/invitation/accept', body)).status).toBe(200);
    expect(await portal.query('session.me')).toMatchObject({
      data: { distributor: { id: distributorId }, role: 'owner' },
    });
  });

  it('needs a fresh second factor', async () => {
    const browser = await world.signIn(owner, 'admin');
    const answer = await browser.mutate('team.invite', { mail: 'x@people.test', name: 'X', role: 'support' });
    expect(answer).toMatchObject({ status: 403, code: 'step_up_required' });
  });
});

describe('a member', () => {
  it('loses the open session with a change of role, and can sign in with the new one', async () => {
    const person = await world.staff('support');
    const browser = await world.signIn(person, 'admin');
    const change = { membershipId: person.membershipId, role: 'finance' };
    expect((await admin.mutate('team.changeRole', change)).status).toBe(200);
    expect(await browser.query('session.me')).toMatchObject({ code: 'unauthenticated' });
    const again = await world.signIn(person, 'admin');
    expect(await again.query('session.me')).toMatchObject({ data: { role: 'finance' } });
  });

  it('is locked out when suspended and let in again when reinstated', async () => {
    const person = await world.staff('support');
    const browser = await world.signIn(person, 'admin');
    const { membershipId } = person;
    expect((await admin.mutate('team.suspend', { membershipId })).status).toBe(200);
    expect(await browser.query('session.me')).toMatchObject({ code: 'unauthenticated' });
    const login = () => browser.post('/auth/admin/login', { mail: person.mail, password: PASSWORD });
    expect((await login()).body).toMatchObject({ code: 'bad_credentials' });
    expect((await admin.mutate('team.reinstate', { membershipId })).status).toBe(200);
    expect((await login()).status).toBe(200);
  });

  it('cannot change itself, and the last owner stays', async () => {
    const { tenantId } = await createTenant(world.core, tenantInput('small'), 'test');
    const [one, two] = [await world.staff('owner', { tenantId }), await world.staff('owner', { tenantId })];
    const browser = await world.signIn(one, 'admin', { steppedUp: true });
    const self = { membershipId: one.membershipId, role: 'support' };
    expect(await browser.mutate('team.changeRole', self)).toMatchObject({ code: 'own_role' });
    expect((await browser.mutate('team.remove', { membershipId: two.membershipId })).status).toBe(200);
    // The operator's hand: the last owner is suspended past every guard, so the guard itself is what refuses here.
    const third = await world.staff('owner', { tenantId });
    await world.database.owner.query(`update identity.membership set status = 'suspended' where id = $1`, [
      one.membershipId,
    ]);
    for (const action of ['team.suspend', 'team.remove'] as const) {
      const answer = await browser.mutate(action, { membershipId: third.membershipId });
      expect(answer).toMatchObject({ code: 'last_owner' });
    }
  });

  it('two owners cannot take each other out at once', async () => {
    const { tenantId } = await createTenant(world.core, tenantInput('pair'), 'test');
    const [one, two] = [await world.staff('owner', { tenantId }), await world.staff('owner', { tenantId })];
    const [left, right] = [
      await world.signIn(one, 'admin', { steppedUp: true }),
      await world.signIn(two, 'admin', { steppedUp: true }),
    ];
    await Promise.all([
      left.mutate('team.suspend', { membershipId: two.membershipId }),
      right.mutate('team.suspend', { membershipId: one.membershipId }),
    ]);
    const active = await world.database.owner.query(
      `select from identity.membership where tenant_ref = $1 and role = 'owner' and status = 'active'`,
      [tenantId],
    );
    expect(active).toHaveLength(1);
  });

  it('of another tenant, team or distributor is not found', async () => {
    const { tenantId } = await createTenant(world.core, tenantInput('foreign'), 'test');
    const foreign = await world.staff('support', { tenantId });
    const sibling = await world.distributor(world.houseId);
    const seller = await world.staff('staff', { distributorId: sibling });
    const portal = await world.signIn(await world.staff('owner', { distributorId }), 'portal', { steppedUp: true });
    for (const { membershipId } of [foreign, seller]) {
      expect(await admin.mutate('team.suspend', { membershipId })).toMatchObject({ code: 'not_found' });
      expect(await portal.mutate('team.suspend', { membershipId })).toMatchObject({ code: 'not_found' });
    }
    expect(await portal.mutate('team.suspend', { membershipId: owner.membershipId })).toMatchObject({
      code: 'not_found',
    });
    const { members } = await team(portal);
    expect(members.every(({ mail }) => mail !== owner.mail && mail !== seller.mail)).toBe(true);
    const suspend = { distributorId: sibling, membershipId: seller.membershipId };
    expect((await admin.mutate('distributors.suspendMember', suspend)).status).toBe(200);
  });

  it('who lost the phone is helped by an owner, but not at another tenant’s cost', async () => {
    const person = await world.staff('finance', { withTotp: true });
    const browser = await world.signIn(person, 'admin');
    const reset = await admin.mutate('team.resetLogin', { membershipId: person.membershipId });
    expect(reset.data).toEqual({ clearsSecondFactor: true });
    expect(await browser.query('session.me')).toMatchObject({ code: 'unauthenticated' });
    const token = await world.linkToken('password_reset', person.mail);
    await browser.post('/auth/admin/password/reset', { token, password: 'a much better one' });
    const login = await browser.post('/auth/admin/login', { mail: person.mail, password: 'a much better one' });
    expect(login.body).toMatchObject({ next: 'signed_in' });

    const { tenantId } = await createTenant(world.core, tenantInput('second'), 'test');
    const shared = await world.staff('support', { withTotp: true });
    await world.staff('support', { tenantId, mail: shared.mail });
    expect((await admin.mutate('team.resetLogin', { membershipId: shared.membershipId })).data).toEqual({
      clearsSecondFactor: false,
    });
    const link = await world.linkToken('password_reset', shared.mail);
    await browser.post('/auth/admin/password/reset', { token: link, password: 'a much better one' });
    const second = await browser.post('/auth/admin/login', { mail: shared.mail, password: 'a much better one' });
    expect(second.body).toMatchObject({ next: 'totp' });
  });
});

describe('the audit trail', () => {
  it('tells who did what, page by page, to the tenant only', async () => {
    const pages: { action: string; actorName: string | null; actorId: string | null }[] = [];
    let cursor: string | null = null;
    do {
      const { data } = await admin.query('audit.list', { limit: 5, ...(cursor === null ? {} : { cursor }) });
      const page = data as { items: typeof pages; nextCursor: string | null };
      pages.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    const rows = await world.database.owner.query('select from audit.entry where tenant_id = $1', [world.tenantId]);
    expect(pages).toHaveLength(rows.length);
    const invited = pages.find(({ action }) => action === 'access.invite');
    expect(invited).toMatchObject({ actorId: owner.loginId });
    expect(invited?.actorName).toMatch(/^Person/);
    const filtered = (await admin.query('audit.list', { limit: 200, action: 'access.sign' })).data as {
      items: { action: string }[];
    };
    expect(new Set(filtered.items.map(({ action }) => action))).toEqual(new Set(['access.sign_in']));
    expect(await admin.query('audit.list', { cursor: 'bm9uc2Vuc2U' })).toMatchObject({ code: 'cursor_invalid' });
  });
});
