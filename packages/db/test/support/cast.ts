/** The people of the isolation tests: who acts, and whose rows must stay hidden from them. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Table } from './catalog.ts';
import type { RowFactory, Member, Row } from './row-factory.ts';

/** What a policy asks for beyond whose a row is, so that the acting member's rows are visible to it. */
export const VISIBLE: Readonly<Record<string, Row>> = {
  'catalog.product': { status: `'published'`, publish_at: 'NULL', unpublish_at: 'NULL' },
  'catalog.sku': { status: `'published'`, publish_at: 'NULL', unpublish_at: 'NULL' },
  'orders.order_event': { public: 'true' },
  'orders.order_split': { position: '1' },
  // Of an order whose money the wholesaler collects.
  'orders.order_line': { charge_amount: 'NULL', charge_refunded: '0', charge_refunded_open: '0' },
  // The wholesaler's, into which all wallets may be paid.
  'payments.gateway_account': { enabled: 'true', distributor_id: 'NULL' },
  // Asked for and nothing more: the constraints of later states go together in ways that guessing does not find.
  'withdrawals.withdrawal': {
    state: `'requested'`,
    amount: '3',
    fee: '1',
    tax_withheld: '0',
    account_id: 'NULL',
    bank_file_id: 'NULL',
    submitted_at: 'NULL',
  },
  // A buyer's request: what is for a distributor is nothing that a shop shows.
  'invoices.invoice': {
    recipient_id: 'NULL',
    state: `'requested'`,
    kind: `'ordinary'`,
    period_from: 'NULL',
    period_until: 'NULL',
    number: 'NULL',
    issued_at: 'NULL',
    tax_rate: 'NULL',
    tax_amount: 'NULL',
    issuer: 'NULL',
    reason: 'NULL',
    decided_by: 'NULL',
    decided_at: 'NULL',
  },
  'invoices.invoice_order': { recipient_id: 'NULL' },
  // Of an order, not of a top-up: only that is a buyer's.
  'payments.attempt': { top_up_id: 'NULL' },
  'identity.throttle': { window_ends: `now() + interval '1 hour'` },
  'tenancy.distributor_event': { kind: `'approved'` },
  // In force: nothing may begin to use a retired one.
  'tenancy.level': { retired_at: 'NULL' },
  // Found by its own key only; the exceptional one below by its login's.
  'identity.session': { kind: `'guest'`, login_key: 'NULL' },
};

const ANOTHER_KEY = `encode(sha256(gen_random_uuid()::text::bytea), 'hex')`;

interface ExceptionalRow {
  readonly table: string;
  readonly roles: readonly string[];
  readonly values: Row | ((own: Member) => Row);
  /** `shown` also tries the commands that the roles may run on it. */
  readonly outcome: 'hidden' | 'shown';
  /** Tables it refers to of which it needs a row of its own, with what that row must be. */
  readonly apart?: Readonly<Record<string, Row>>;
}

/** Rows of the acting member that an audience must not see all the same, or sees for another reason than that they are its own. */
export const EXCEPTIONAL: readonly ExceptionalRow[] = [
  ...['catalog.product', 'catalog.sku'].flatMap((table): ExceptionalRow[] => [
    { table, roles: ['kf_portal', 'kf_shop'], outcome: 'hidden', values: { status: `'draft'` } },
    { table, roles: ['kf_shop'], outcome: 'hidden', values: { status: `'unpublished'` } },
    { table, roles: ['kf_shop'], outcome: 'hidden', values: { publish_at: `now() + interval '1 day'` } },
    { table, roles: ['kf_shop'], outcome: 'hidden', values: { unpublish_at: `now() - interval '1 day'` } },
  ]),
  // The words and pictures of a product that may not be seen yet.
  ...['catalog.search_token', 'catalog.product_image'].map((table): ExceptionalRow => ({
    table,
    roles: ['kf_portal', 'kf_shop'],
    outcome: 'hidden',
    values: {},
    apart: { 'catalog.product': { status: `'draft'` } },
  })),
  // A picture that no product shows, and that is not the shop's own.
  { table: 'catalog.image', roles: ['kf_shop'], outcome: 'hidden', values: {} },
  { table: 'orders.order_event', roles: ['kf_portal', 'kf_shop'], outcome: 'hidden', values: { public: 'false' } },
  // The house's share of a line.
  {
    table: 'orders.order_split',
    roles: ['kf_portal'],
    outcome: 'hidden',
    values: { position: '0' },
    apart: { 'orders.order_line': {} },
  },
  {
    table: 'payments.gateway_account',
    roles: ['kf_portal'],
    outcome: 'hidden',
    values: { enabled: 'false', distributor_id: 'NULL' },
  },
  // Where its upline stands, and what was decided by whom.
  { table: 'tenancy.distributor_event', roles: ['kf_portal'], outcome: 'hidden', values: { kind: `'moved'` } },
  // Nobody has revealed these codes.
  { table: 'inventory.card_code', roles: ['kf_vault'], outcome: 'hidden', values: {} },
  {
    table: 'inventory.card_code_secret',
    roles: ['kf_vault'],
    outcome: 'hidden',
    values: {},
    apart: { 'inventory.card_code': {} },
  },
  // Attempts counted long ago, whose owner nobody remembers: swept by a job.
  {
    table: 'identity.throttle',
    roles: ['kf_service'],
    outcome: 'shown',
    values: { key: ANOTHER_KEY, window_ends: `now() - interval '2 days'` },
  },
  // All sessions of the login that is presented.
  {
    table: 'identity.session',
    roles: ['kf_identity'],
    outcome: 'shown',
    values: (own) => ({ key: ANOTHER_KEY, kind: `'staff'`, login_key: `'${own.presented}'`, buyer_ref: 'NULL' }),
  },
];

export interface Cast {
  /** Acts: a distributor with a shop and a buyer. */
  readonly own: Member;
  /** Another buyer of the same shop. */
  readonly otherBuyer: Member;
  readonly sibling: Member;
  readonly upline: Member;
  readonly downline: Member;
  readonly foreignTenant: Member;
  readonly exceptional: readonly (Pick<ExceptionalRow, 'table' | 'roles' | 'outcome'> & { readonly row: Row })[];
}

function newMember(name: string, from: Partial<Omit<Member, 'rows'>> = {}): Member {
  return {
    name,
    tenantId: from.tenantId ?? randomUUID(),
    distributorId: from.distributorId ?? randomUUID(),
    shopId: from.shopId ?? randomUUID(),
    buyerId: randomUUID(),
    presented: randomBytes(32).toString('hex'),
    rows: new Map(),
  };
}

/** Makes a row of every table for every member. */
export async function makeCast(factory: RowFactory, tables: readonly Table[]): Promise<Cast> {
  const own = newMember('own');
  const { tenantId } = own;
  const otherBuyer = newMember('other buyer', { tenantId, distributorId: own.distributorId, shopId: own.shopId });
  const [sibling, upline, downline] = [
    newMember('sibling', { tenantId }),
    newMember('upline', { tenantId }),
    newMember('downline', { tenantId }),
  ];
  const foreignTenant = newMember('foreign tenant');

  await placeInTree(factory, upline, []);
  await placeInTree(factory, own, [upline]);
  await placeInTree(factory, sibling, [upline]);
  await placeInTree(factory, downline, [own, upline]);
  await placeInTree(factory, foreignTenant, []);
  // The same shop: its rows, and the distributor's, are shared.
  await factory.make('tenancy.shop', own);
  for (const [name, row] of own.rows) otherBuyer.rows.set(name, row);

  const members = [own, otherBuyer, sibling, upline, downline, foreignTenant];
  for (const member of members) {
    for (const table of tables.filter((candidate) => candidate.kind === 'table' && !UNSCOPED.has(candidate.name))) {
      await factory.make(table.name, member);
    }
  }
  const exceptional = [];
  for (const { table, roles, values, outcome, apart = {} } of EXCEPTIONAL) {
    const fresh: Member = { ...own, name: 'exceptional', rows: new Map(own.rows) };
    for (const name of [table, ...Object.keys(apart)]) fresh.rows.delete(name);
    for (const [name, wanted] of Object.entries(apart)) await factory.make(name, fresh, wanted);
    exceptional.push({
      table,
      roles,
      outcome,
      row: await factory.make(table, fresh, typeof values === 'function' ? values(own) : values),
    });
  }
  return { own, otherBuyer, sibling, upline, downline, foreignTenant, exceptional };
}

/** Tables without an owner per row: not probed, named in the catalog test. */
export const UNSCOPED = new Set(['ops.installation', 'ops.clock']);

async function placeInTree(factory: RowFactory, member: Member, ancestors: readonly Member[]): Promise<void> {
  const tenant = [...ancestors].pop()?.rows.get('tenancy.tenant');
  if (tenant) member.rows.set('tenancy.tenant', tenant);
  const level = ancestors[0]?.rows.get('tenancy.level');
  if (level) member.rows.set('tenancy.level', level);
  const parent = ancestors[0] ? `'${ancestors[0].distributorId}'::uuid` : 'NULL';
  const path = [...ancestors]
    .reverse()
    .map((ancestor) => ancestor.distributorId)
    .concat(member.distributorId)
    .join('/');
  await factory.make('tenancy.distributor', member, {
    id: `'${member.distributorId}'::uuid`,
    parent_id: parent,
    depth: String(ancestors.length),
    path: `'${path}'`,
  });
  const link = (ancestor: Member, distance: number): Row => ({
    ancestor_id: `'${ancestor.distributorId}'::uuid`,
    descendant_id: `'${member.distributorId}'::uuid`,
    distance: String(distance),
  });
  await factory.make('tenancy.distributor_link', member, link(member, 0));
  for (const [i, ancestor] of ancestors.entries())
    await factory.insert(
      'tenancy.distributor_link',
      await factory.draft('tenancy.distributor_link', member, link(ancestor, i + 1)),
    );
}
