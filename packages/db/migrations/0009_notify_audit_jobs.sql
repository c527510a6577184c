-- What leaves the database after a commit (outbox), mails, the buyer's inbox, alerts, the audit trail.

create schema notify;
create schema audit;
create schema jobs;
grant usage on schema notify to kf_admin, kf_portal, kf_shop, kf_service, kf_fn;
grant usage on schema audit to kf_admin, kf_portal, kf_service, kf_fn;
grant usage on schema jobs to kf_service, kf_fn;

-- The one way out of a transaction. dedupe makes an event's row unique; payloads hold ids, never secrets.
create table jobs.outbox (
  tenant_id  uuid not null default app.tenant_id(),
  id         uuid not null,
  topic      text not null check (length(topic) between 1 and 60),
  dedupe     text not null check (length(dedupe) between 1 and 200),
  payload    jsonb not null default '{}',
  created_at timestamptz not null default app.now(),
  tries      integer not null default 0,
  next_try_at timestamptz not null default app.now(),
  done_at    timestamptz,
  error_code text check (length(error_code) <= 200),
  primary key (tenant_id, id),
  unique (tenant_id, dedupe)
);
create index outbox_open on jobs.outbox (tenant_id, next_try_at, id) where done_at is null;
call app.protect('jobs.outbox');
call app.allow('jobs.outbox', '{kf_service}', '{select,insert,update,delete}');
call app.allow('jobs.outbox', '{kf_fn}', '{insert}');

-- Mails to send: template and parameters (ids, links' purposes), rendered when sent; never a code.
create table notify.mail (
  tenant_id  uuid not null default app.tenant_id(),
  id         uuid not null,
  shop_id    uuid,
  recipient  text not null check (length(recipient) between 3 and 254),
  template   text not null check (length(template) between 1 and 60),
  params     jsonb not null default '{}',
  locale     text not null check (locale in ('zh-CN', 'en')),
  dedupe     text not null check (length(dedupe) between 1 and 200),
  state      text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
  tries      integer not null default 0,
  next_try_at timestamptz not null default app.now(),
  error_code text check (length(error_code) <= 200),
  created_at timestamptz not null default app.now(),
  sent_at    timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, dedupe)
);
create index mail_open on notify.mail (tenant_id, next_try_at) where state = 'queued';
call app.protect('notify.mail');
call app.allow('notify.mail', '{kf_admin}', '{select}', null, 'tenant_id, id, shop_id, recipient, template, locale, state, tries, error_code, created_at, sent_at');
call app.allow('notify.mail', '{kf_service}', '{select,insert,update}');

create table notify.inbox_item (
  tenant_id  uuid not null default app.tenant_id(),
  id         uuid not null,
  buyer_id   uuid not null,
  shop_id    uuid not null,
  kind       text not null check (length(kind) between 1 and 60),
  order_id   uuid,
  params     jsonb not null default '{}',
  dedupe     text not null check (length(dedupe) between 1 and 200),
  created_at timestamptz not null default app.now(),
  read_at    timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, dedupe),
  foreign key (tenant_id, buyer_id) references people.buyer (tenant_id, id)
);
create index inbox_item_buyer on notify.inbox_item (tenant_id, buyer_id, created_at, id);
call app.protect('notify.inbox_item');
call app.allow('notify.inbox_item', '{kf_shop}', '{select}', 'buyer_id = app.buyer_id() and shop_id = app.shop_id()');
call app.allow('notify.inbox_item', '{kf_service}', '{select,insert,update}');

-- What a back office should look at: low stock, expiring codes, refunds that failed, money in suspense, manual top-ups.
create table notify.alert (
  tenant_id  uuid not null default app.tenant_id(),
  id         uuid not null,
  -- NULL: the wholesaler's; else one distributor's.
  distributor_id uuid,
  kind       text not null check (length(kind) between 1 and 60),
  subject    text not null check (length(subject) between 1 and 120),
  params     jsonb not null default '{}',
  created_at timestamptz not null default app.now(),
  closed_at  timestamptz,
  primary key (tenant_id, id)
);
create unique index alert_open on notify.alert (tenant_id, kind, subject) where closed_at is null;
call app.protect('notify.alert');
call app.allow('notify.alert', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('notify.alert', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()');
call app.allow('notify.alert', '{kf_service}', '{insert,update}');

create table audit.entry (
  tenant_id  uuid not null default app.tenant_id(),
  id         uuid not null,
  actor_kind text not null check (actor_kind in ('staff', 'distributor', 'buyer', 'system', 'operator')),
  actor_id   uuid,
  distributor_id uuid,
  action     text not null check (length(action) between 1 and 80),
  subject_kind text check (length(subject_kind) <= 40),
  subject_id uuid,
  data       jsonb not null default '{}',
  request_id text check (length(request_id) <= 64),
  ip         text check (length(ip) <= 64),
  created_at timestamptz not null default app.now(),
  primary key (tenant_id, id)
);
create index audit_created on audit.entry (tenant_id, created_at, id);
create index audit_subject on audit.entry (tenant_id, subject_id) where subject_id is not null;
call app.protect('audit.entry');
call app.allow('audit.entry', '{kf_admin}', '{select}');
call app.allow('audit.entry', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()');
call app.allow('audit.entry', '{kf_service}', '{select,insert}');

-- Answers kept for repeated commands (same key, same body): status and ids, never a secret.
create table jobs.idempotency (
  tenant_id  uuid not null default app.tenant_id(),
  scope      text not null check (length(scope) between 1 and 120),
  key        text not null check (length(key) between 8 and 255),
  request_hash text not null check (request_hash ~ '^[0-9a-f]{64}$'),
  answer     jsonb,
  created_at timestamptz not null default app.now(),
  primary key (tenant_id, scope, key)
);
create index idempotency_age on jobs.idempotency (tenant_id, created_at);
call app.protect('jobs.idempotency');
call app.allow('jobs.idempotency', '{kf_service}', '{select,insert,update,delete}');
