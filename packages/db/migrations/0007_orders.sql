-- Orders, their frozen splits, payments, deliveries, refunds. States: packages/core/src/orders/README.md.

create schema orders;
create schema payments;
create schema delivery;
grant usage on schema orders, payments, delivery to kf_admin, kf_portal, kf_shop, kf_service, kf_fn;

create table orders.sales_order (
  tenant_id      uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  id             uuid not null,
  order_no       text not null check (order_no ~ '^[0-9A-HJKMNP-TV-Z]{16}$'),
  shop_id        uuid,
  distributor_id uuid not null,
  buyer_id       uuid,
  channel        text not null check (channel in ('shop', 'portal', 'api')),
  payer          text not null check (payer in ('buyer', 'distributor')),
  state          text not null check (state in ('awaiting_payment', 'closing', 'closed', 'paid', 'in_review', 'fulfilling', 'partly_delivered', 'delivered', 'refund_only')),
  currency       text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  -- What is to be paid, minor units. refunded never exceeds it.
  amount         bigint not null check (amount >= 0),
  refunded       bigint not null default 0 check (refunded >= 0 and refunded <= amount),
  model          text not null default 'price_difference' check (model in ('price_difference', 'percentage')),
  -- The caller's idempotency reference and the hash of what it asked for.
  client_ref     text not null check (length(client_ref) between 8 and 255),
  request_hash   text not null check (request_hash ~ '^[0-9a-f]{64}$'),
  contact_mail   text check (length(contact_mail) <= 254),
  contact_phone  text check (length(contact_phone) <= 40),
  query_password_hash text check (length(query_password_hash) <= 300),
  locale         text not null default 'zh-CN' check (locale in ('zh-CN', 'en')),
  ip             text check (length(ip) <= 64),
  device         text check (length(device) <= 64),
  -- When the hold's closing starts; the hold itself ends with the order, never by the clock alone.
  hold_until     timestamptz not null,
  deliver_at     timestamptz,
  paid_at        timestamptz,
  delivered_at   timestamptz,
  closed_at      timestamptz,
  backorder_until timestamptz,
  created_at     timestamptz not null default app.now(),
  updated_at     timestamptz not null default app.now(),
  version        bigint not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, order_no),
  unique nulls not distinct (tenant_id, channel, distributor_id, buyer_id, client_ref),
  foreign key (tenant_id, shop_id) references tenancy.shop (tenant_id, id),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id),
  foreign key (tenant_id, buyer_id) references people.buyer (tenant_id, id),
  check ((channel = 'shop') = (shop_id is not null)),
  check ((payer = 'buyer') = (buyer_id is not null))
) with (fillfactor = 70);
create index sales_order_created on orders.sales_order (tenant_id, created_at, id);
create index sales_order_distributor on orders.sales_order (tenant_id, distributor_id, created_at, id);
create index sales_order_buyer on orders.sales_order (tenant_id, buyer_id, created_at, id) where buyer_id is not null;
create index sales_order_mail on orders.sales_order (tenant_id, contact_mail) where contact_mail is not null;
create index sales_order_open on orders.sales_order (tenant_id, state, hold_until) where state in ('awaiting_payment', 'closing');
create index sales_order_todo on orders.sales_order (tenant_id, state, deliver_at) where state in ('paid', 'fulfilling', 'partly_delivered', 'in_review');
create index sales_order_unpaid_ip on orders.sales_order (tenant_id, ip) where state = 'awaiting_payment';
call app.protect('orders.sales_order');
call app.allow('orders.sales_order', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('orders.sales_order', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()');
call app.allow('orders.sales_order', '{kf_shop}', '{select}', 'buyer_id = app.buyer_id() and shop_id = app.shop_id()');
call app.allow('orders.sales_order', '{kf_service,kf_fn}', '{insert,update}');

create table orders.order_line (
  tenant_id      uuid not null default app.tenant_id(),
  order_id       uuid not null,
  line           integer not null check (line between 1 and 100),
  distributor_id uuid not null,
  buyer_id       uuid,
  sku_id         uuid not null,
  sku_code       text not null,
  kind           text not null check (kind in ('card_code', 'link', 'link_password', 'top_up')),
  product_name_zh text not null,
  product_name_en text not null,
  sku_name_zh    text not null,
  sku_name_en    text not null,
  face_value     numeric(20, 8),
  quantity       integer not null check (quantity between 1 and 100000),
  -- Per unit, in the order's currency; for a range SKU already multiplied by the face value.
  unit_price     numeric(20, 8) not null check (unit_price >= 0),
  amount         bigint not null check (amount >= 0),
  delivered      integer not null default 0 check (delivered >= 0 and delivered <= quantity),
  -- Units given back: before delivery (never delivered) and after.
  refunded_open  integer not null default 0 check (refunded_open >= 0),
  refunded_units integer not null default 0 check (refunded_units >= 0 and refunded_units <= delivered),
  refunded_amount bigint not null default 0 check (refunded_amount >= 0 and refunded_amount <= amount),
  -- Of refunded_amount: the part that came out of undelivered money.
  refunded_open_amount bigint not null default 0 check (refunded_open_amount >= 0 and refunded_open_amount <= refunded_amount),
  -- Line amount already recognised as delivered: floor(amount * delivered / quantity).
  earned_amount  bigint not null default 0 check (earned_amount >= 0 and earned_amount <= amount),
  cost_amount    bigint not null default 0 check (cost_amount >= 0),
  top_up         jsonb,
  when_empty     text not null default 'show' check (when_empty in ('show', 'hide', 'backorder')),
  allocation     text not null default 'fefo' check (allocation in ('fefo', 'fifo', 'random')),
  warranty_days  integer not null default 0 check (warranty_days >= 0),
  warranty_until timestamptz,
  state          text not null default 'open' check (state in ('open', 'processing', 'partly_delivered', 'delivered', 'failed', 'cancelled', 'refunded')),
  primary key (tenant_id, order_id, line),
  foreign key (tenant_id, order_id) references orders.sales_order (tenant_id, id),
  foreign key (tenant_id, sku_id) references catalog.sku (tenant_id, id),
  check (delivered + refunded_open <= quantity)
) with (fillfactor = 70);
create index order_line_sku on orders.order_line (tenant_id, sku_id, order_id);
call app.protect('orders.order_line');
call app.allow('orders.order_line', '{kf_admin,kf_service,kf_fn}', '{select}');
-- cost_amount is the supplier's cost: no column grant for the audiences below the wholesaler.
call app.allow('orders.order_line', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()',
  'tenant_id, order_id, line, distributor_id, sku_id, sku_code, kind, product_name_zh, product_name_en, sku_name_zh, sku_name_en, face_value, quantity, unit_price, amount, delivered, refunded_open, refunded_units, refunded_amount, top_up, warranty_until, state');
call app.allow('orders.order_line', '{kf_shop}', '{select}', 'buyer_id = app.buyer_id()',
  'tenant_id, order_id, line, sku_id, sku_code, kind, product_name_zh, product_name_en, sku_name_zh, sku_name_en, face_value, quantity, unit_price, amount, delivered, refunded_open, refunded_units, refunded_amount, top_up, warranty_until, state');
call app.allow('orders.order_line', '{kf_service,kf_fn}', '{insert,update}');

-- Who earns what of a line once all of it is delivered; frozen when the order is placed. position 0 is the house's own
-- share (account 4010), then the chain from the top down; the last one is the seller.
create table orders.order_split (
  tenant_id  uuid not null default app.tenant_id(),
  order_id   uuid not null,
  line       integer not null,
  position   integer not null check (position between 0 and 20),
  earner_id  uuid not null,
  via_child_id uuid,
  unit_cost  numeric(20, 8) not null check (unit_cost >= 0),
  amount     bigint not null check (amount >= 0),
  primary key (tenant_id, order_id, line, position),
  unique (tenant_id, order_id, line, earner_id),
  foreign key (tenant_id, order_id, line) references orders.order_line (tenant_id, order_id, line),
  foreign key (tenant_id, earner_id) references tenancy.distributor (tenant_id, id)
);
call app.protect('orders.order_split');
call app.allow('orders.order_split', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('orders.order_split', '{kf_portal}', '{select}', 'earner_id = app.distributor_id() and position > 0');
call app.allow('orders.order_split', '{kf_fn}', '{insert}');

-- One earner's income from one line: all that earner may know of the order.
create table orders.commission_line (
  tenant_id  uuid not null default app.tenant_id(),
  order_id   uuid not null,
  line       integer not null,
  earner_id  uuid not null,
  via_child_id uuid,
  order_no   text not null,
  sku_id     uuid not null,
  quantity   integer not null,
  currency   text not null,
  -- Earned by what is delivered so far; fee_borne <= amount; clawed is taken back by refunds of delivered units.
  amount     bigint not null check (amount >= 0),
  fee_borne  bigint not null default 0 check (fee_borne >= 0 and fee_borne <= amount),
  clawed     bigint not null default 0 check (clawed >= 0 and clawed <= amount),
  clawed_pending bigint not null default 0 check (clawed_pending >= 0 and clawed_pending <= clawed),
  release_at timestamptz not null,
  released_journal uuid,
  created_at timestamptz not null default app.now(),
  primary key (tenant_id, order_id, line, earner_id),
  foreign key (tenant_id, order_id, line) references orders.order_line (tenant_id, order_id, line),
  foreign key (tenant_id, earner_id) references tenancy.distributor (tenant_id, id)
) with (fillfactor = 80);
create index commission_line_earner on orders.commission_line (tenant_id, earner_id, created_at, order_id, line);
create index commission_line_due on orders.commission_line (tenant_id, release_at, earner_id) where released_journal is null;
call app.protect('orders.commission_line');
call app.allow('orders.commission_line', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('orders.commission_line', '{kf_portal}', '{select}', 'earner_id = app.distributor_id()');
call app.allow('orders.commission_line', '{kf_service,kf_fn}', '{update}');
call app.allow('orders.commission_line', '{kf_fn}', '{insert}');

-- The order's timeline.
create table orders.order_event (
  tenant_id  uuid not null default app.tenant_id(),
  id         uuid not null,
  order_id   uuid not null,
  distributor_id uuid not null,
  buyer_id   uuid,
  kind       text not null check (length(kind) between 1 and 60),
  -- Whether the buyer sees it too.
  public     boolean not null default false,
  actor_id   uuid,
  data       jsonb not null default '{}',
  created_at timestamptz not null default app.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references orders.sales_order (tenant_id, id)
);
create index order_event_order on orders.order_event (tenant_id, order_id, created_at, id);
call app.protect('orders.order_event');
call app.allow('orders.order_event', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('orders.order_event', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id() and public');
call app.allow('orders.order_event', '{kf_shop}', '{select}', 'buyer_id = app.buyer_id() and public');
call app.allow('orders.order_event', '{kf_service,kf_fn}', '{insert}');

-- Units bought by one buyer of a SKU within the SKU's window: the counter behind per-buyer limits.
create table orders.limit_counter (
  tenant_id  uuid not null default app.tenant_id(),
  sku_id     uuid not null,
  buyer_key  text not null check (length(buyer_key) between 1 and 100),
  window_start timestamptz not null,
  used       integer not null check (used >= 0),
  max_units  integer not null,
  primary key (tenant_id, sku_id, buyer_key, window_start),
  constraint buyer_limit check (used <= max_units),
  foreign key (tenant_id, sku_id) references catalog.sku (tenant_id, id)
);
call app.protect('orders.limit_counter');
call app.allow('orders.limit_counter', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('orders.limit_counter', '{kf_service,kf_fn}', '{insert,update}');

create table payments.gateway_account (
  tenant_id    uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  id           uuid not null,
  provider     text not null check (provider in ('sandbox')),
  name         text not null check (length(name) between 1 and 120),
  -- Addresses and merchant id, no secret.
  config       jsonb not null default '{}',
  -- API key and webhook secret, sealed by the tenant's data key.
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
  received_at timestamptz not null default app.now(),
  done_at     timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, account_id) references payments.gateway_account (tenant_id, id)
);
create index webhook_open on payments.webhook (tenant_id, received_at) where state = 'received';
create index webhook_received on payments.webhook (tenant_id, received_at, id);
call app.protect('payments.webhook');
call app.allow('payments.webhook', '{kf_admin}', '{select}', null, 'tenant_id, id, account_id, ip, state, result, received_at, done_at');
call app.allow('payments.webhook', '{kf_service}', '{select,insert,update}');

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
create index refund_due on payments.refund (tenant_id, next_try_at) where state in ('approved', 'submitted', 'failed');
create index refund_created on payments.refund (tenant_id, created_at, id);
call app.protect('payments.refund');
call app.allow('payments.refund', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('payments.refund', '{kf_shop}', '{select}', 'buyer_id = app.buyer_id()', 'tenant_id, id, order_id, kind, amount, currency, state, created_at, done_at');
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
  returned_at    timestamptz,
  primary key (tenant_id, order_id, line, unit, turn),
  foreign key (tenant_id, order_id, line) references orders.order_line (tenant_id, order_id, line),
  foreign key (tenant_id, code_id) references inventory.card_code (tenant_id, id)
);
create unique index delivery_code_once on delivery.delivery (tenant_id, code_id) where code_id is not null and returned_at is null;
create unique index delivery_live on delivery.delivery (tenant_id, order_id, line, unit) where superseded_at is null;
call app.protect('delivery.delivery');
call app.allow('delivery.delivery', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('delivery.delivery', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()',
  'tenant_id, order_id, line, unit, turn, distributor_id, evidence, delivered_at, superseded_at, returned_at');
call app.allow('delivery.delivery', '{kf_shop}', '{select}', 'buyer_id = app.buyer_id()');
call app.allow('delivery.delivery', '{kf_service,kf_fn}', '{insert,update}');
