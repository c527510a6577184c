-- Orders, their frozen splits, who earned what, limits. States: packages/core/src/orders/README.md.

create schema orders;
grant usage on schema orders to kf_admin, kf_portal, kf_shop, kf_service, kf_fn;

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
  -- The buyer's wish: nothing is handed over before.
  deliver_at     timestamptz,
  paid_at        timestamptz,
  delivered_at   timestamptz,
  closed_at      timestamptz,
  -- What the sweepers look for: when handing over is to be tried next, and when money of undelivered units goes back.
  next_delivery_at timestamptz,
  settle_at      timestamptz,
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
create index sales_order_phone on orders.sales_order (tenant_id, contact_phone) where contact_phone is not null;
create index sales_order_amount on orders.sales_order (tenant_id, amount, created_at, id);
create index sales_order_paid on orders.sales_order (tenant_id, paid_at) where paid_at is not null;
create index sales_order_next_delivery on orders.sales_order (tenant_id, next_delivery_at) where next_delivery_at is not null;
create index sales_order_settle on orders.sales_order (tenant_id, settle_at) where settle_at is not null;
-- Holds are an attack surface: how many orders a buyer, a device or an address keeps unpaid.
create index sales_order_unpaid_buyer on orders.sales_order (tenant_id, buyer_id) where state in ('awaiting_payment', 'closing');
create index sales_order_unpaid_device on orders.sales_order (tenant_id, device) where state in ('awaiting_payment', 'closing');
create index sales_order_unpaid_ip on orders.sales_order (tenant_id, ip) where state in ('awaiting_payment', 'closing');
call app.protect('orders.sales_order');
call app.allow('orders.sales_order', '{kf_admin,kf_service,kf_fn}', '{select}');
-- Hashes, addresses and devices are for the product's own use.
call app.allow('orders.sales_order', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()',
  'tenant_id, id, order_no, shop_id, distributor_id, buyer_id, channel, payer, state, currency, amount, refunded, model, contact_mail, contact_phone, locale, hold_until, deliver_at, paid_at, delivered_at, closed_at, next_delivery_at, created_at, updated_at, version');
call app.allow('orders.sales_order', '{kf_shop}', '{select}', 'buyer_id = app.buyer_id() and shop_id = app.shop_id()',
  'tenant_id, id, order_no, shop_id, buyer_id, channel, state, currency, amount, refunded, contact_mail, contact_phone, locale, hold_until, deliver_at, paid_at, delivered_at, closed_at, next_delivery_at, settle_at, created_at, updated_at, version');
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
  backorder_hours integer not null default 72 check (backorder_hours between 1 and 2160),
  -- The SKU's delay, counted from payment, and the moment it gives; NULL: at once.
  delay_seconds  integer not null default 0 check (delay_seconds between 0 and 2592000),
  deliver_at     timestamptz,
  -- When the money of this line's open units goes back; NULL while nothing is due.
  settle_at      timestamptz,
  -- The limit counter this line was booked on, so that closing gives back exactly that.
  limit_key      text check (length(limit_key) between 1 and 100),
  limit_window   timestamptz,
  warranty_days  integer not null default 0 check (warranty_days >= 0),
  warranty_until timestamptz,
  state          text not null default 'awaiting_payment'
    check (state in ('awaiting_payment', 'processing', 'unknown', 'partly_delivered', 'delivered', 'failed', 'cancelled')),
  primary key (tenant_id, order_id, line),
  foreign key (tenant_id, order_id) references orders.sales_order (tenant_id, id),
  foreign key (tenant_id, sku_id) references catalog.sku (tenant_id, id),
  check (delivered + refunded_open <= quantity),
  check ((limit_key is null) = (limit_window is null))
) with (fillfactor = 70);
create index order_line_sku on orders.order_line (tenant_id, sku_id, order_id);
call app.protect('orders.order_line');
call app.allow('orders.order_line', '{kf_admin,kf_service,kf_fn}', '{select}');
-- cost_amount is the supplier's cost: no column grant for the audiences below the wholesaler.
call app.allow('orders.order_line', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()',
  'tenant_id, order_id, line, distributor_id, sku_id, sku_code, kind, product_name_zh, product_name_en, sku_name_zh, sku_name_en, face_value, quantity, unit_price, amount, delivered, refunded_open, refunded_units, refunded_amount, top_up, deliver_at, warranty_until, state');
call app.allow('orders.order_line', '{kf_shop}', '{select}', 'buyer_id = app.buyer_id()',
  'tenant_id, order_id, line, sku_id, sku_code, kind, product_name_zh, product_name_en, sku_name_zh, sku_name_en, face_value, quantity, unit_price, amount, delivered, refunded_open, refunded_units, refunded_amount, top_up, deliver_at, warranty_until, state');
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
  -- What the earner pays and what it receives per unit: the share is the difference of the two line amounts.
  unit_cost  numeric(20, 8) not null check (unit_cost >= 0),
  unit_price numeric(20, 8) not null check (unit_price >= 0),
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
  -- Earned by what is delivered so far; fee_borne <= amount; clawed is taken back by refunds of delivered units, of it
  -- clawed_pending out of the hold. released left the hold: what is held is amount - fee_borne - clawed_pending - released.
  amount     bigint not null check (amount >= 0),
  fee_borne  bigint not null default 0 check (fee_borne >= 0 and fee_borne <= amount),
  clawed     bigint not null default 0 check (clawed >= 0 and clawed <= amount),
  clawed_pending bigint not null default 0 check (clawed_pending >= 0 and clawed_pending <= clawed),
  released   bigint not null default 0 check (released >= 0 and released <= amount),
  release_at timestamptz not null,
  released_journal uuid,
  created_at timestamptz not null default app.now(),
  primary key (tenant_id, order_id, line, earner_id),
  foreign key (tenant_id, order_id, line) references orders.order_line (tenant_id, order_id, line),
  foreign key (tenant_id, earner_id) references tenancy.distributor (tenant_id, id)
) with (fillfactor = 80);
create index commission_line_earner on orders.commission_line (tenant_id, earner_id, created_at, order_id, line);
create index commission_line_due on orders.commission_line (tenant_id, release_at, earner_id) where amount > fee_borne + clawed_pending + released;
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
