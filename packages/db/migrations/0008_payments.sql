-- Gateway accounts, payment attempts, receipts, refunds, deliveries. Rules: packages/core/src/payments/README.md.

create schema payments;
create schema delivery;
grant usage on schema payments, delivery to kf_admin, kf_portal, kf_shop, kf_service, kf_fn;

create table payments.gateway_account (
  tenant_id    uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  id           uuid not null,
  provider     text not null check (provider in ('sandbox')),
  name         text not null check (length(name) between 1 and 120),
  -- Addresses and merchant id, no secret.
  config       jsonb not null default '{}',
  -- API key, webhook secrets and webhook address, sealed by the tenant's data key of that id.
  sealed_key_id uuid,
  sealed_nonce bytea check (octet_length(sealed_nonce) = 12),
  sealed       bytea check (octet_length(sealed) <= 4096),
  currency     text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  fee_rate     numeric(20, 8) not null default 0 check (fee_rate >= 0 and fee_rate < 1),
  fee_bearer   text not null default 'platform' check (fee_bearer in ('platform', 'seller')),
  fee_on_refund text not null default 'kept' check (fee_on_refund in ('returned', 'kept')),
  enabled      boolean not null default true,
  created_at   timestamptz not null default app.now(),
  updated_at   timestamptz not null default app.now(),
  primary key (tenant_id, id)
);
call app.protect('payments.gateway_account');
call app.allow('payments.gateway_account', '{kf_admin}', '{select}', null,
  'tenant_id, id, provider, name, config, currency, fee_rate, fee_bearer, fee_on_refund, enabled, created_at, updated_at');
call app.allow('payments.gateway_account', '{kf_shop}', '{select}', 'enabled', 'tenant_id, id, provider, name, currency, enabled');
call app.allow('payments.gateway_account', '{kf_service,kf_fn}', '{select}');
call app.allow('payments.gateway_account', '{kf_service}', '{insert,update}');

create table payments.attempt (
  tenant_id    uuid not null default app.tenant_id(),
  id           uuid not null,
  order_id     uuid not null,
  buyer_id     uuid,
  account_id   uuid not null,
  state        text not null check (state in ('created', 'pending', 'captured', 'failed', 'closed', 'unknown')),
  amount       bigint not null check (amount > 0),
  currency     text not null,
  provider_ref text check (length(provider_ref) <= 200),
  pay_url      text check (length(pay_url) <= 2000),
  expires_at   timestamptz not null,
  -- When the provider is asked next; NULL when nothing is open.
  query_at     timestamptz,
  queries      integer not null default 0,
  error_code   text check (length(error_code) <= 80),
  created_at   timestamptz not null default app.now(),
  updated_at   timestamptz not null default app.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references orders.sales_order (tenant_id, id),
  foreign key (tenant_id, account_id) references payments.gateway_account (tenant_id, id)
);
create index attempt_order on payments.attempt (tenant_id, order_id);
create index attempt_query on payments.attempt (tenant_id, query_at) where query_at is not null;
create index attempt_ref on payments.attempt (tenant_id, account_id, provider_ref) where provider_ref is not null;
call app.protect('payments.attempt');
call app.allow('payments.attempt', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('payments.attempt', '{kf_shop}', '{select}', 'buyer_id = app.buyer_id()');
call app.allow('payments.attempt', '{kf_service,kf_fn}', '{insert,update}');

-- Raw requests of payment providers, stored before they are judged.
create table payments.webhook (
  tenant_id   uuid not null default app.tenant_id(),
  id          uuid not null,
  account_id  uuid not null,
  headers     jsonb not null,
  body        bytea not null check (octet_length(body) <= 65536),
  ip          text check (length(ip) <= 64),
  state       text not null default 'received' check (state in ('received', 'done', 'refused')),
  result      text check (length(result) <= 200),
  tries       integer not null default 0,
  next_try_at timestamptz not null default app.now(),
  -- The process's clock, not app.now(): signatures are judged by it, also when that happens later.
  arrived_at  timestamptz not null,
  received_at timestamptz not null default app.now(),
  done_at     timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, account_id) references payments.gateway_account (tenant_id, id)
);
create index webhook_open on payments.webhook (tenant_id, next_try_at) where state = 'received';
create index webhook_received on payments.webhook (tenant_id, received_at, id);
call app.protect('payments.webhook');
call app.allow('payments.webhook', '{kf_admin}', '{select}', null, 'tenant_id, id, account_id, ip, state, result, tries, received_at, done_at');
call app.allow('payments.webhook', '{kf_service}', '{select,insert,update,delete}');

-- Money recognised once per provider transaction, whoever reports it.
create table payments.receipt (
  tenant_id    uuid not null default app.tenant_id(),
  id           uuid not null,
  provider     text not null check (length(provider) between 1 and 30),
  account_id   uuid not null,
  provider_txn text not null check (length(provider_txn) between 1 and 200),
  order_id     uuid,
  attempt_id   uuid,
  amount       bigint not null check (amount > 0),
  currency     text not null,
  fee          bigint not null default 0 check (fee >= 0),
  collected_by text not null default 'platform' check (collected_by in ('platform', 'distributor')),
  outcome      text not null check (outcome in ('pending', 'applied', 'suspense')),
  reason       text check (reason in ('unknown_order', 'wrong_amount', 'wrong_currency', 'double', 'late', 'out_of_stock')),
  journal_id   uuid,
  paid_at      timestamptz not null,
  created_at   timestamptz not null default app.now(),
  primary key (tenant_id, id),
  unique (tenant_id, account_id, provider_txn),
  foreign key (tenant_id, account_id) references payments.gateway_account (tenant_id, id),
  foreign key (tenant_id, order_id) references orders.sales_order (tenant_id, id)
);
create unique index receipt_applied_once on payments.receipt (tenant_id, order_id) where outcome = 'applied';
create index receipt_order on payments.receipt (tenant_id, order_id) where order_id is not null;
create index receipt_created on payments.receipt (tenant_id, created_at, id);
create index receipt_suspense on payments.receipt (tenant_id, created_at, id) where outcome = 'suspense';
call app.protect('payments.receipt');
call app.allow('payments.receipt', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('payments.receipt', '{kf_fn}', '{insert,update}');

create table payments.refund (
  tenant_id    uuid not null default app.tenant_id(),
  id           uuid not null,
  order_id     uuid,
  buyer_id     uuid,
  receipt_id   uuid not null,
  -- order: money of the applied receipt; suspense: late, double or wrong money sent back.
  kind         text not null check (kind in ('order', 'suspense')),
  amount       bigint not null check (amount > 0),
  currency     text not null,
  state        text not null check (state in ('requested', 'approved', 'submitted', 'done', 'failed', 'rejected')),
  cause        text not null check (cause in ('person', 'goodwill', 'undelivered', 'late_payment', 'double_payment', 'wrong_amount',
    'wrong_currency', 'unknown_order', 'supplier_failed', 'review_refused', 'claim')),
  reason       text not null check (length(reason) between 1 and 500),
  by_system    boolean not null default false,
  requested_by uuid,
  approved_by  uuid,
  rejected_by  uuid,
  provider_ref text check (length(provider_ref) <= 200),
  tries        integer not null default 0,
  next_try_at  timestamptz,
  error_code   text check (length(error_code) <= 80),
  journal_id   uuid,
  created_at   timestamptz not null default app.now(),
  approved_at  timestamptz,
  done_at      timestamptz,
  updated_at   timestamptz not null default app.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references orders.sales_order (tenant_id, id),
  foreign key (tenant_id, receipt_id) references payments.receipt (tenant_id, id),
  check (by_system or requested_by is not null),
  check (approved_by is null or approved_by <> requested_by)
);
create unique index refund_suspense_once on payments.refund (tenant_id, receipt_id) where kind = 'suspense';
create index refund_order on payments.refund (tenant_id, order_id);
create index refund_due on payments.refund (tenant_id, next_try_at) where next_try_at is not null;
create index refund_receipt on payments.refund (tenant_id, receipt_id);
create index refund_created on payments.refund (tenant_id, created_at, id);
call app.protect('payments.refund');
call app.allow('payments.refund', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('payments.refund', '{kf_shop}', '{select}', 'buyer_id = app.buyer_id()', 'tenant_id, id, order_id, buyer_id, kind, amount, currency, state, created_at, done_at');
call app.allow('payments.refund', '{kf_service,kf_fn}', '{insert,update}');
create table payments.refund_line (
  tenant_id  uuid not null default app.tenant_id(),
  refund_id  uuid not null,
  order_id   uuid not null,
  line       integer not null,
  -- Units never delivered and units delivered that this refund covers, and the money of each.
  open_units integer not null default 0 check (open_units >= 0),
  delivered_units integer not null default 0 check (delivered_units >= 0),
  open_amount bigint not null default 0 check (open_amount >= 0),
  delivered_amount bigint not null default 0 check (delivered_amount >= 0),
  primary key (tenant_id, refund_id, line),
  foreign key (tenant_id, refund_id) references payments.refund (tenant_id, id),
  foreign key (tenant_id, order_id, line) references orders.order_line (tenant_id, order_id, line)
);
call app.protect('payments.refund_line');
call app.allow('payments.refund_line', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('payments.refund_line', '{kf_service,kf_fn}', '{insert,update}');

-- Handing over one unit; turn 0 is the sale, a replacement the next turn. At most one is not superseded.
create table delivery.delivery (
  tenant_id      uuid not null default app.tenant_id(),
  order_id       uuid not null,
  line           integer not null,
  unit           integer not null check (unit >= 1),
  turn           integer not null default 0 check (turn between 0 and 50),
  distributor_id uuid not null,
  buyer_id       uuid,
  code_id        uuid,
  -- A top-up done by hand: what the person recorded as evidence.
  evidence       text check (length(evidence) <= 1000),
  delivered_at   timestamptz not null default app.now(),
  superseded_at  timestamptz,
  -- Paid back by this refund: the buyer may no longer open it.
  returned_at    timestamptz,
  refund_id      uuid,
  primary key (tenant_id, order_id, line, unit, turn),
  foreign key (tenant_id, order_id, line) references orders.order_line (tenant_id, order_id, line),
  foreign key (tenant_id, code_id) references inventory.card_code (tenant_id, id),
  foreign key (tenant_id, refund_id) references payments.refund (tenant_id, id),
  check ((returned_at is null) = (refund_id is null))
);
create unique index delivery_code_once on delivery.delivery (tenant_id, code_id) where code_id is not null and returned_at is null;
create unique index delivery_live on delivery.delivery (tenant_id, order_id, line, unit) where superseded_at is null;
call app.protect('delivery.delivery');
call app.allow('delivery.delivery', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('delivery.delivery', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()',
  'tenant_id, order_id, line, unit, turn, distributor_id, delivered_at, superseded_at, returned_at');
-- The evidence of a top-up may name the supplier: it is the wholesaler's.
call app.allow('delivery.delivery', '{kf_shop}', '{select}', 'buyer_id = app.buyer_id()',
  'tenant_id, order_id, line, unit, turn, buyer_id, code_id, delivered_at, superseded_at, returned_at');
call app.allow('delivery.delivery', '{kf_service,kf_fn}', '{insert,update}');
