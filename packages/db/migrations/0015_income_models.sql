-- Two income models, price difference and percentage: chosen by the tenant, overridden by SKU, frozen on each order line.
-- Rates of the percentage model go by the earner's level and its distance from who brought the sale. docs/money.md.

-- What holds for all of a tenant's sales. No row: price difference, nothing kept back, own purchases earn nothing.
create table pricing.income_policy (
  tenant_id  uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  model      text not null default 'price_difference' check (model in ('price_difference', 'percentage')),
  -- Percent of a sale that must be left to the wholesaler after commissions, cost of the goods and the expected fee.
  margin_min numeric(20, 8) not null default 0 check (margin_min >= 0 and margin_min < 100),
  -- Whether a distributor earns on what its own staff buys.
  own_purchase_earns boolean not null default false,
  updated_at timestamptz not null default app.now(),
  version    bigint not null default 1,
  primary key (tenant_id)
);
call app.protect('pricing.income_policy');
call app.allow('pricing.income_policy', '{kf_admin,kf_service}', '{select}');
call app.allow('pricing.income_policy', '{kf_service}', '{insert,update}');

create table pricing.sku_income_model (
  tenant_id  uuid not null default app.tenant_id(),
  sku_id     uuid not null,
  model      text not null check (model in ('price_difference', 'percentage')),
  updated_at timestamptz not null default app.now(),
  primary key (tenant_id, sku_id),
  foreign key (tenant_id, sku_id) references catalog.sku (tenant_id, id)
);
call app.protect('pricing.sku_income_model');
call app.allow('pricing.sku_income_model', '{kf_admin,kf_service}', '{select}');
call app.allow('pricing.sku_income_model', '{kf_service}', '{insert,update,delete}');

-- All rates that hold together from a moment on, until the next card. The present one is the latest that has begun.
create table pricing.rate_card (
  tenant_id  uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  id         uuid not null,
  valid_from timestamptz not null,
  created_by uuid,
  created_at timestamptz not null default app.now(),
  primary key (tenant_id, id),
  unique (tenant_id, valid_from)
);
call app.protect('pricing.rate_card');
call app.allow('pricing.rate_card', '{kf_admin,kf_service}', '{select}');
call app.allow('pricing.rate_card', '{kf_service}', '{insert,delete}');

-- Percent of a sale. level_id NULL: for every level without a rate of its own at that distance. Distance 0 is who sold or
-- referred, 1 its parent and so on. No rate: earns nothing there.
create table pricing.rate (
  tenant_id  uuid not null default app.tenant_id(),
  id         uuid not null,
  card_id    uuid not null,
  level_id   uuid,
  distance   integer not null check (distance between 0 and 20),
  percent    numeric(20, 8) not null check (percent >= 0 and percent <= 100),
  primary key (tenant_id, id),
  unique nulls not distinct (tenant_id, card_id, level_id, distance),
  foreign key (tenant_id, card_id) references pricing.rate_card (tenant_id, id) on delete cascade,
  foreign key (tenant_id, level_id) references tenancy.level (tenant_id, id) on delete cascade
);
create index rate_level on pricing.rate (tenant_id, level_id) where level_id is not null;
call app.protect('pricing.rate');
call app.allow('pricing.rate', '{kf_admin,kf_service}', '{select}');
call app.allow('pricing.rate', '{kf_service}', '{insert}');

-- `?r=CODE`: an order of a percentage SKU in a shop of the distributor or its upline counts as this distributor's.
create table pricing.referral_code (
  tenant_id      uuid not null default app.tenant_id(),
  code           text not null check (code ~ '^[A-Z0-9][A-Z0-9-]{3,31}$'),
  distributor_id uuid not null,
  name           text not null check (length(name) between 1 and 60),
  created_by     uuid,
  created_at     timestamptz not null default app.now(),
  ended_at       timestamptz,
  primary key (tenant_id, code),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id)
);
create index referral_code_owner on pricing.referral_code (tenant_id, distributor_id, created_at, code);
call app.protect('pricing.referral_code');
call app.allow('pricing.referral_code', '{kf_admin,kf_service}', '{select}');
call app.allow('pricing.referral_code', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()');
call app.allow('pricing.referral_code', '{kf_service}', '{insert,update}');

-- The model belongs to the line. The referral belongs to the order; the seller may see it, being the referrer or above it.
alter table orders.order_line add column model text not null default 'price_difference' check (model in ('price_difference', 'percentage'));
grant select (model) on orders.order_line to kf_portal;
alter table orders.sales_order
  drop column model,
  add column referral_code text check (length(referral_code) <= 32),
  add column referrer_id uuid,
  add foreign key (tenant_id, referrer_id) references tenancy.distributor (tenant_id, id),
  add check ((referral_code is null) = (referrer_id is null));
grant select (referral_code, referrer_id) on orders.sales_order to kf_portal;

-- A share of the percentage model: percent of the line's amount at a distance, no cost. withheld: what the earner would have
-- had, had it not been a purchase of its own people; it is in the house's share, and why is told.
alter table orders.order_split
  alter column unit_cost drop not null,
  add column rate numeric(20, 8) check (rate >= 0 and rate <= 100),
  add column distance integer check (distance between 0 and 20),
  add column base bigint check (base >= 0),
  add column referral_code text check (length(referral_code) <= 32),
  add column withheld bigint not null default 0 check (withheld >= 0),
  add column withheld_for text check (withheld_for in ('account', 'mail', 'phone', 'device', 'payee')),
  add check ((rate is null) = (distance is null) and (rate is null) = (base is null)),
  add check (position = 0 or (rate is null) = (unit_cost is not null)),
  add check (withheld = 0 or (amount = 0 and withheld_for is not null));
-- Whose people a buyer may be one of is asked with every order.
create index membership_distributor on identity.membership (tenant_ref, distributor_ref) where distributor_ref is not null;
create index order_split_referral on orders.order_split (tenant_id, earner_id, referral_code) where referral_code is not null;

-- Devices from which a distributor's people have bought: what they buy from it next is theirs too, under any address.
create table orders.staff_device (
  tenant_id      uuid not null default app.tenant_id(),
  distributor_id uuid not null,
  device         text not null check (length(device) between 8 and 64),
  seen_at        timestamptz not null default app.now(),
  primary key (tenant_id, device, distributor_id),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id)
);
call app.protect('orders.staff_device');
call app.allow('orders.staff_device', '{kf_service}', '{select,insert,update}');
