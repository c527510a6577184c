import type { DistributorId } from '@keyfall/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PASSWORD, createWorld, type Staff, type World } from './support/world.ts';

let world: World;
let owner: Staff;
let recruiterId: DistributorId;
let recruiter: Staff;
let addresses = 0;

beforeAll(async () => {
  world = await createWorld();
  owner = await world.staff('owner');
  recruiterId = await world.distributor(world.houseId);
  recruiter = await world.staff('owner', { distributorId: recruiterId });
  await world.database.owner.query(
    'update tenancy.tenant set recruiting = true, income_depth = 3 where tenant_id = $1',
    [world.tenantId],
  );
  await world.database.owner.query('update tenancy.distributor set may_recruit = true where id = $1', [recruiterId]);
});
afterAll(() => world.close());

/** Somebody who has never been here. */
function stranger() {
  addresses += 1;
  const browser = world.browser('portal.localhost');
  browser.address = `198.51.100.${addresses}`;
  return browser;
}

const tokenOf = (url: unknown): string => String(url).split('/apply/')[1] ?? '';
const person = (mail: string) => ({
  name: 'Corner Shop',
  contactName: 'Li Na',
  mail,
  contactPhone: null,
  locale: 'en',
});

async function openLink(): Promise<string> {
  const portal = await world.signIn(recruiter, 'portal');
  const { data } = await portal.mutate('downline.saveApplicationLink', { enabled: true });
  return tokenOf((data as { url: string }).url);
}

const nodes = async (): Promise<number> =>
  (await world.database.owner.query('select 1 from tenancy.distributor where tenant_id = $1', [world.tenantId])).length;

it('takes an applicant from a shared link to an application, which the wholesaler lets in', async () => {
  const token = await openLink();
  const browser = stranger();
  // Whose link it is, and nothing of whom that one sells for.
  expect((await browser.post('/auth/portal/application-link', { token })).body).toEqual({
    name: expect.stringMatching(/^Distributor/) as string,
  });
  const before = await nodes();
  const mail = 'li.na@corner.test';
  expect((await browser.post('/auth/portal/apply', { token, ...person(mail) })).body).toEqual({ ok: true });
  // Nothing is made before the address is proved.
  expect([await nodes(), await world.mailsTo(mail)]).toEqual([before, ['application_begun']]);
  const proof = await world.linkToken('application_begun', mail);
  expect((await browser.post('/auth/portal/application', { token: proof })).body).toMatchObject({
    mail,
    name: 'Li Na',
    distributorName: 'Corner Shop',
    hasLogin: false,
  });
  const accept = { token: proof, password: PASSWORD, locale: 'en' };
  expect(
    (await browser.post('/auth/portal/application/accept', { ...accept, password: 'Corner Shop 1' })).body,
  ).toMatchObject({
    code: 'password_too_weak',
  });
  const [first, second] = await Promise.all([
    browser.post('/auth/portal/application/accept', accept),
    stranger().post('/auth/portal/application/accept', accept),
  ]);
  expect([first, second].map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 410]);
  expect(await nodes()).toBe(before + 1);
  const applicant = await world.signIn({ ...owner, mail, totpSecret: undefined }, 'portal');
  expect((await applicant.query('application.get')).data).toMatchObject({
    status: 'invited',
    application: { name: 'Corner Shop', contactName: 'Li Na', contactMail: mail },
  });
  const company = {
    name: 'Corner Shop',
    legalName: 'Corner Ltd',
    contactName: 'Li Na',
    contactMail: mail,
    taxNumber: null,
    contactPhone: null,
  };
  await applicant.mutate('application.handIn', company);
  // Told are those who decide.
  const told = async () =>
    (await Promise.all([owner, recruiter].map(({ mail: to }) => world.mailsTo(to)))).map((mails) => mails.length);
  expect([await world.mailsTo(owner.mail), await told()]).toEqual([['application_handed_in'], [1, 0]]);
  const portal = await world.signIn(recruiter, 'portal');
  const { data } = await portal.query('downline.list');
  const child = (data as { nodes: { id: string; name: string; status: string }[] }).nodes.find(
    (node) => node.name === 'Corner Shop',
  );
  expect(child).toMatchObject({ status: 'pending' });
  const id = child?.id;
  // Who decides is the wholesaler's policy.
  expect((await portal.mutate('downline.approve', { id })).code).toBe('downline_not_allowed');
  expect((await portal.query('downline.applicant', { id })).code).toBe('downline_not_allowed');
  const admin = await world.signIn(owner, 'admin');
  await admin.mutate('tree.setDecider', { decidedBy: 'parent' });
  expect((await portal.query('downline.applicant', { id })).data).toMatchObject({ legalName: 'Corner Ltd' });
  const sibling = await world.staff('owner', { distributorId: await world.distributor(world.houseId) });
  const siblingPortal = await world.signIn(sibling, 'portal');
  for (const act of ['downline.approve', 'downline.sendBack', 'downline.refuse']) {
    expect((await siblingPortal.mutate(act, { id, reason: 'x' })).code).toBe('not_found');
  }
  expect((await siblingPortal.query('downline.applicant', { id })).code).toBe('not_found');
  await portal.mutate('downline.sendBack', { id, reason: 'Tax number?' });
  await applicant.mutate('application.handIn', { ...company, taxNumber: 'CN-1' });
  expect(await told()).toEqual([1, 1]);
  expect((await portal.mutate('downline.approve', { id })).code).toBeUndefined();
  expect((await portal.mutate('downline.approve', { id })).code).toBe('state_conflict');
  expect((await applicant.query('session.me')).status).toBe(200);
  const events = await admin.query('tree.history', { id });
  expect((events.data as { kind: string }[]).map(({ kind }) => kind)).toEqual([
    'approved',
    'submitted',
    'sent_back',
    'submitted',
    'applied',
  ]);
  await admin.mutate('tree.setDecider', { decidedBy: 'wholesaler' });
});

it('leads nowhere once it is shut, renewed, or recruiting has ended', async () => {
  const token = await openLink();
  const mail = 'late@corner.test';
  await stranger().post('/auth/portal/apply', { token, ...person(mail) });
  const proof = await world.linkToken('application_begun', mail);
  const portal = await world.signIn(recruiter, 'portal');
  const isOpen = async (of: string): Promise<number> =>
    (await stranger().post('/auth/portal/application-link', { token: of })).status;
  await portal.mutate('downline.saveApplicationLink', { enabled: false });
  expect(await isOpen(token)).toBe(404);
  expect((await stranger().post('/auth/portal/apply', { token, ...person('x@corner.test') })).status).toBe(404);
  expect(await world.mailsTo('x@corner.test')).toEqual([]);
  // Who had applied before is not let into a tree that takes nobody in.
  const accept = { token: proof, password: PASSWORD, locale: 'en' };
  expect((await stranger().post('/auth/portal/application/accept', accept)).body).toMatchObject({
    code: 'invitation_invalid',
  });
  const renewed = await portal.mutate('downline.saveApplicationLink', { enabled: true, renew: true });
  const next = tokenOf((renewed.data as { url: string }).url);
  expect([await isOpen(token), await isOpen(next)]).toEqual([404, 200]);
  const setRecruit = (mayRecruit: boolean) =>
    world.database.owner.query('update tenancy.distributor set may_recruit = $2 where id = $1', [
      recruiterId,
      mayRecruit,
    ]);
  await setRecruit(false);
  expect(await isOpen(next)).toBe(404);
  expect((await portal.mutate('downline.saveApplicationLink', { enabled: true })).code).toBe('downline_not_allowed');
  expect((await portal.mutate('downline.saveApplicationLink', { enabled: false })).code).toBeUndefined();
  await setRecruit(true);
});

it('of the house works without recruiting, and the wholesaler’s own', async () => {
  const admin = await world.signIn(owner, 'admin');
  expect((await admin.query('tree.applicationLink')).data).toEqual({ url: null, enabled: false, hindrance: null });
  const { data } = await admin.mutate('tree.saveApplicationLink', { enabled: true });
  const token = tokenOf((data as { url: string }).url);
  expect((await stranger().post('/auth/portal/application-link', { token })).body).toEqual({
    name: 'Wholesaler acme',
  });
});

it('gives somebody with a login a place more, without a session from a mail', async () => {
  const token = await openLink();
  const known = await world.staff('staff', { distributorId: recruiterId });
  await stranger().post('/auth/portal/apply', { token, ...person(known.mail) });
  const browser = stranger();
  const proof = await world.linkToken('application_begun', known.mail);
  const answer = await browser.post('/auth/portal/application/accept', { token: proof, locale: 'en' });
  expect([answer.body, browser.cookie]).toEqual([{ next: 'log_in' }, undefined]);
});

it('is throttled by address and by mail, and bounded by link', async () => {
  const token = await openLink();
  const flooder = stranger();
  const statuses: number[] = [];
  for (let n = 0; n < 7; n += 1) {
    statuses.push((await flooder.post('/auth/portal/apply', { token, ...person(`flood${n}@corner.test`) })).status);
  }
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429]);
  const mails: number[] = [];
  for (let n = 0; n < 5; n += 1) {
    mails.push((await stranger().post('/auth/portal/apply', { token, ...person('same@corner.test') })).status);
  }
  expect(mails).toEqual([200, 200, 200, 200, 429]);
  // Only the last link of one address works, so one address is one of those that wait.
  const waiting = await world.database.owner.query(
    `select 1 from identity.one_time_token where purpose = 'application' and used_at is null and data ->> 'mail' = 'same@corner.test'`,
  );
  expect(waiting).toHaveLength(1);
  await world.database.owner.query(
    `insert into identity.one_time_token (key, id, purpose, tenant_ref, data, expires_at)
     select encode(sha256(gen_random_uuid()::text::bytea), 'hex'), gen_random_uuid(), 'application', $1, jsonb_build_object('parentId', $2::text, 'mail', n), now() + interval '1 day'
       from generate_series(1, 60) n`,
    [world.tenantId, recruiterId],
  );
  const full = await stranger().post('/auth/portal/apply', { token, ...person('one.more@corner.test') });
  expect([full.status, full.body['code']]).toEqual([429, 'rate_limited']);
  // Whoever proved an address and handed nothing in takes a place for thirty days.
  await world.database.owner.query(`delete from identity.one_time_token where purpose = 'application'`);
  await world.database.owner.query(
    `with newcomer as (
       insert into tenancy.distributor
       select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid(), 'code', 'LATE-' || n, 'parent_id', d.id, 'status', 'invited'))).*
         from tenancy.distributor d cross join generate_series(1, 60) n where d.id = $1
       returning tenant_id, id)
     insert into tenancy.distributor_event (tenant_id, id, distributor_id, kind, actor_kind, created_at)
     select tenant_id, gen_random_uuid(), id, 'applied', 'system', app.now() - interval '30 days' from newcomer`,
    [recruiterId],
  );
  expect((await stranger().post('/auth/portal/apply', { token, ...person('late@corner.test') })).status).toBe(200);
  await world.database.owner.query(
    `insert into tenancy.distributor_event (tenant_id, id, distributor_id, kind, actor_kind, created_at)
     select tenant_id, gen_random_uuid(), distributor_id, kind, actor_kind, created_at + interval '1 day' from tenancy.distributor_event
      where kind = 'applied' and created_at <= app.now() - interval '30 days'`,
  );
  expect((await stranger().post('/auth/portal/apply', { token, ...person('later@corner.test') })).status).toBe(429);
  // Guessing links is counted too.
  const guesser = stranger();
  const guesses = [];
  for (let n = 0; n < 32; n += 1) {
    guesses.push((await guesser.post('/auth/portal/application-link', { token: `${'a'.repeat(25)}${10 + n}` })).status);
  }
  expect([guesses[0], guesses.at(-1)]).toEqual([404, 429]);
});

it('takes hostile input for what it is', async () => {
  const token = await openLink();
  const send = async (change: Readonly<Record<string, unknown>>) =>
    (await stranger().post('/auth/portal/apply', { token, ...person('h@corner.test'), ...change })).status;
  expect(await send({ name: '' })).toBe(422);
  expect(await send({ name: 'x'.repeat(121) })).toBe(422);
  expect(await send({ mail: 'a@b.test\nbcc: all@b.test' })).toBe(422);
  expect(await send({ mail: ['a@b.test'] })).toBe(422);
  expect(await send({ contactPhone: 'x'.repeat(41) })).toBe(422);
  expect(await send({ token: "' or 1=1 --aaaaaaaaaaaaaaaa" })).toBe(422);
  expect(await send({ token: { $ne: null } })).toBe(422);
  expect(await send({ name: 'x'.repeat(20_000) })).toBe(413);
  const cross = await world
    .browser('admin.localhost')
    .post('/auth/portal/apply', { token, ...person('h@corner.test') });
  expect(cross.status).toBe(404);
  const forged = await stranger().post(
    '/auth/portal/apply',
    { token, ...person('h@corner.test') },
    { origin: 'http://evil.test' },
  );
  expect(forged.status).toBe(403);
  expect(await world.mailsTo('h@corner.test')).toEqual([]);
});
