-- Tenants, the tree of distributors, their shops and the buyers of a shop.

create schema tenancy;
create schema people;
grant usage on schema tenancy to kf_admin, kf_portal, kf_shop, kf_service, kf_fn, kf_platform;
grant usage on schema people to kf_admin, kf_portal, kf_shop, kf_service, kf_fn;

-- A reference table (also under sharding): the tenant's own row is all that a tenant's roles see of it.
create table tenancy.tenant (
  tenant_id       uuid primary key,
  slug            text not null unique check (slug ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$'),
  name            text not null check (length(name) between 1 and 120),
  currency        text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  timezone        text not null check (length(timezone) between 1 and 60),
  default_locale  text not null default 'zh-CN' check (default_locale in ('zh-CN', 'en')),
  status          text not null default 'active' check (status in ('active', 'suspended')),
  sandbox_of      uuid references tenancy.tenant (tenant_id),
  -- Uplines above the seller that may earn; 2 unless the wholesaler raises it (vision.md, bounds).
  income_depth    integer not null default 2 check (income_depth between 0 and 20),
  hold_days       integer not null default 7 check (hold_days between 0 and 365),
  order_hold_seconds integer not null default 900 check (order_hold_seconds between 60 and 86400),
  unpaid_orders_max integer not null default 5 check (unpaid_orders_max between 1 and 100),
  settings        jsonb not null default '{}',
  created_at      timestamptz not null default app.now(),
  updated_at      timestamptz not null default app.now()
);
call app.protect('tenancy.tenant');
drop policy tenant_fence on tenancy.tenant;
call app.allow('tenancy.tenant', '{kf_admin,kf_portal,kf_service,kf_fn}', '{select}');
-- A shop never learns whose it is: neither the wholesaler's name nor its settings.
call app.allow('tenancy.tenant', '{kf_shop}', '{select}', null, 'tenant_id, currency, timezone, default_locale, status');
call app.allow('tenancy.tenant', '{kf_service}', '{update}');
create policy platform_all on tenancy.tenant for all to kf_platform using (tenant_id is not null) with check (tenant_id is not null);
grant select, insert, update on tenancy.tenant to kf_platform;

create table tenancy.level (
  tenant_id  uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  id         uuid not null,
  name       text not null check (length(name) between 1 and 60),
  rank       integer not null check (rank between 1 and 100),
  created_at timestamptz not null default app.now(),
  primary key (tenant_id, id),
  unique (tenant_id, rank)
);
call app.protect('tenancy.level');
call app.allow('tenancy.level', '{kf_admin,kf_portal,kf_service,kf_fn}', '{select}');
call app.allow('tenancy.level', '{kf_service}', '{insert,update,delete}');

-- depth 0 is the wholesaler's own house distributor. path: ids from the root, joined with '/', written once per move.
create table tenancy.distributor (
  tenant_id    uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  id           uuid not null,
  parent_id    uuid,
  depth        integer not null check (depth between 0 and 20),
  path         text not null check (length(path) <= 800),
  code         text not null check (code ~ '^[A-Z0-9][A-Z0-9-]{1,30}$'),
  name         text not null check (length(name) between 1 and 120),
  level_id     uuid,
  status       text not null default 'active' check (status in ('invited', 'pending', 'active', 'frozen', 'closed')),
  created_at   timestamptz not null default app.now(),
  updated_at   timestamptz not null default app.now(),
  version      bigint not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, code),
  foreign key (tenant_id, parent_id) references tenancy.distributor (tenant_id, id),
  foreign key (tenant_id, level_id) references tenancy.level (tenant_id, id),
  check ((depth = 0) = (parent_id is null))
);
create unique index distributor_one_house on tenancy.distributor (tenant_id) where depth = 0;
create index distributor_parent on tenancy.distributor (tenant_id, parent_id);
create index distributor_path on tenancy.distributor (tenant_id, path text_pattern_ops);
-- Every ancestor of every distributor, itself at distance 0.
create table tenancy.distributor_link (
  tenant_id     uuid not null default app.tenant_id(),
  ancestor_id   uuid not null,
  descendant_id uuid not null,
  distance      integer not null check (distance between 0 and 20),
  primary key (tenant_id, descendant_id, ancestor_id),
  foreign key (tenant_id, ancestor_id) references tenancy.distributor (tenant_id, id),
  foreign key (tenant_id, descendant_id) references tenancy.distributor (tenant_id, id)
);
create index distributor_link_down on tenancy.distributor_link (tenant_id, ancestor_id, distance, descendant_id);
-- What only the distributor itself and the wholesaler may know.
create table tenancy.distributor_profile (
  tenant_id      uuid not null default app.tenant_id(),
  distributor_id uuid not null,
  legal_name     text check (length(legal_name) <= 200),
  tax_number     text check (length(tax_number) <= 40),
  contact_name   text check (length(contact_name) <= 120),
  contact_mail   text check (length(contact_mail) <= 254),
  contact_phone  text check (length(contact_phone) <= 40),
  note           text check (length(note) <= 2000),
  updated_at     timestamptz not null default app.now(),
  primary key (tenant_id, distributor_id),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id)
);
call app.protect('tenancy.distributor_link');
call app.allow('tenancy.distributor_link', '{kf_admin,kf_service,kf_fn}', '{select}');
-- A distributor reads the links that start at itself: its downline, never who stands above it.
call app.allow('tenancy.distributor_link', '{kf_portal}', '{select}', 'ancestor_id = app.distributor_id()');
call app.allow('tenancy.distributor_link', '{kf_service}', '{insert,delete}');
call app.protect('tenancy.distributor');
call app.allow('tenancy.distributor', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('tenancy.distributor', '{kf_portal}', '{select}',
  'id = app.distributor_id() or exists (select 1 from tenancy.distributor_link l where l.tenant_id = distributor.tenant_id and l.ancestor_id = app.distributor_id() and l.descendant_id = distributor.id)',
  'tenant_id, id, code, name, level_id, status, created_at');
call app.allow('tenancy.distributor', '{kf_service}', '{insert,update}');
call app.protect('tenancy.distributor_profile');
call app.allow('tenancy.distributor_profile', '{kf_admin,kf_service}', '{select}');
call app.allow('tenancy.distributor_profile', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()');
call app.allow('tenancy.distributor_profile', '{kf_service}', '{insert,update}');

create table tenancy.shop (
  tenant_id       uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  id              uuid not null,
  distributor_id  uuid not null,
  slug            text not null check (slug ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$'),
  status          text not null default 'draft' check (status in ('draft', 'open', 'closed')),
  name            text not null check (length(name) between 1 and 120),
  default_locale  text not null default 'zh-CN' check (default_locale in ('zh-CN', 'en')),
  -- Brand tokens: name, logo image, colours, legal texts (contracts/brand.ts). Nothing of the upline belongs here.
  brand           jsonb not null default '{}',
  notice          text check (length(notice) <= 1000),
  support_contact text check (length(support_contact) <= 200),
  created_at      timestamptz not null default app.now(),
  updated_at      timestamptz not null default app.now(),
  version         bigint not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, slug),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id)
);
create index shop_distributor on tenancy.shop (tenant_id, distributor_id);
call app.protect('tenancy.shop');
call app.allow('tenancy.shop', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('tenancy.shop', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()');
call app.allow('tenancy.shop', '{kf_shop}', '{select}', 'id = app.shop_id()',
  'tenant_id, id, slug, status, name, default_locale, brand, notice, support_contact, updated_at, version');
call app.allow('tenancy.shop', '{kf_service}', '{insert,update}');

create table tenancy.shop_domain (
  tenant_id      uuid not null default app.tenant_id(),
  id             uuid not null,
  shop_id        uuid not null,
  distributor_id uuid not null,
  host           text not null check (host = lower(host) and length(host) between 4 and 253),
  txt_token      text not null check (length(txt_token) between 16 and 80),
  state          text not null default 'pending' check (state in ('pending', 'verified', 'lost')),
  checked_at     timestamptz,
  verified_at    timestamptz,
  last_error     text check (length(last_error) <= 300),
  -- Checks in a row that did not find the record; after three a verified domain is lost.
  misses         integer not null default 0 check (misses >= 0),
  next_check_at  timestamptz not null default app.now(),
  created_at     timestamptz not null default app.now(),
  primary key (tenant_id, id),
  unique (tenant_id, host),
  foreign key (tenant_id, shop_id) references tenancy.shop (tenant_id, id)
);
create index shop_domain_check on tenancy.shop_domain (tenant_id, next_check_at);
create index shop_domain_shop on tenancy.shop_domain (tenant_id, shop_id);
call app.protect('tenancy.shop_domain');
call app.allow('tenancy.shop_domain', '{kf_admin,kf_service}', '{select}');
call app.allow('tenancy.shop_domain', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()');
call app.allow('tenancy.shop_domain', '{kf_service}', '{insert,update,delete}');

-- A buyer of one shop: a guest of one checkout, or an account.
create table people.buyer (
  tenant_id      uuid not null default app.tenant_id(),
  id             uuid not null,
  shop_id        uuid not null,
  distributor_id uuid not null,
  kind           text not null check (kind in ('guest', 'account')),
  mail           text check (mail = lower(mail) and length(mail) between 3 and 254),
  phone          text check (length(phone) <= 40),
  name           text check (length(name) <= 120),
  locale         text not null default 'zh-CN' check (locale in ('zh-CN', 'en')),
  mail_verified_at timestamptz,
  created_at     timestamptz not null default app.now(),
  updated_at     timestamptz not null default app.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, shop_id) references tenancy.shop (tenant_id, id)
);
create unique index buyer_account on people.buyer (tenant_id, shop_id, mail) where kind = 'account';
call app.protect('people.buyer');
call app.allow('people.buyer', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('people.buyer', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()');
call app.allow('people.buyer', '{kf_shop}', '{select}', 'id = app.buyer_id() and shop_id = app.shop_id()',
  'tenant_id, id, shop_id, kind, mail, phone, name, locale, mail_verified_at, created_at');
call app.allow('people.buyer', '{kf_service}', '{insert,update}');
