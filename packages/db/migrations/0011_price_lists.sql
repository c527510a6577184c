-- Price lists per level with validity and quantity tiers, rules, tiers of overrides, and who is lifted by a rise from above.
-- Rules: packages/core/src/pricing/README.md.

-- What an owner asks of its direct children of one level. Of several that are valid the one that began last decides, SKU by SKU.
create table pricing.price_list (
  tenant_id  uuid not null default app.tenant_id(),
  id         uuid not null,
  owner_id   uuid not null,
  level_id   uuid not null,
  name       text not null check (length(name) between 1 and 80),
  valid_from timestamptz not null,
  valid_to   timestamptz check (valid_to > valid_from),
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  version    bigint not null default 1,
  primary key (tenant_id, id),
  -- Two that began together would leave it to chance which one decides.
  unique (tenant_id, owner_id, level_id, valid_from),
  unique (tenant_id, id, owner_id),
  foreign key (tenant_id, owner_id) references tenancy.distributor (tenant_id, id),
  foreign key (tenant_id, level_id) references tenancy.level (tenant_id, id)
);
call app.protect('pricing.price_list');
call app.allow('pricing.price_list', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('pricing.price_list', '{kf_portal}', '{select}', 'owner_id = app.distributor_id()');
call app.allow('pricing.price_list', '{kf_service}', '{insert,update,delete}');

-- The price of a unit from a quantity on, in the SKU's currency. Every SKU of a list has a line from 1; prices never rise with it.
create table pricing.price_list_line (
  tenant_id    uuid not null default app.tenant_id(),
  list_id      uuid not null,
  sku_id       uuid not null,
  min_quantity integer not null default 1 check (min_quantity between 1 and 100000),
  owner_id     uuid not null,
  unit_price   numeric(20, 8) not null check (unit_price >= 0),
  primary key (tenant_id, list_id, sku_id, min_quantity),
  foreign key (tenant_id, list_id, owner_id) references pricing.price_list (tenant_id, id, owner_id) on delete cascade,
  foreign key (tenant_id, sku_id) references catalog.sku (tenant_id, id)
);
create index price_list_line_sku on pricing.price_list_line (tenant_id, sku_id);
call app.protect('pricing.price_list_line');
call app.allow('pricing.price_list_line', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('pricing.price_list_line', '{kf_portal}', '{select}', 'owner_id = app.distributor_id()');
call app.allow('pricing.price_list_line', '{kf_service}', '{insert,update,delete}');

-- Own cost plus percent plus amount, rounded up to a step: for all children, a level of them, one child, or one's own shop.
-- One rule per target and scope, so the most specific is always one. The two generated columns are what is looked up.
create table pricing.price_rule (
  tenant_id   uuid not null default app.tenant_id(),
  id          uuid not null,
  owner_id    uuid not null,
  name        text not null check (length(name) between 1 and 80),
  child_id    uuid,
  level_id    uuid,
  shop_id     uuid,
  category_id uuid,
  product_id  uuid,
  sku_id      uuid,
  percent     numeric(20, 8) not null check (percent >= 0 and percent < 1000),
  fixed       numeric(20, 8) not null check (fixed >= 0),
  step        numeric(20, 8) not null check (step > 0),
  target_id   uuid generated always as (coalesce(child_id, level_id, shop_id, '00000000-0000-0000-0000-000000000000')) stored,
  scope_id    uuid generated always as (coalesce(sku_id, product_id, category_id, '00000000-0000-0000-0000-000000000000')) stored,
  created_at  timestamptz not null default app.now(),
  updated_at  timestamptz not null default app.now(),
  version     bigint not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, owner_id, target_id, scope_id),
  check (num_nonnulls(child_id, level_id, shop_id) <= 1),
  check (num_nonnulls(category_id, product_id, sku_id) <= 1),
  foreign key (tenant_id, owner_id) references tenancy.distributor (tenant_id, id),
  foreign key (tenant_id, child_id) references tenancy.distributor (tenant_id, id),
  foreign key (tenant_id, level_id) references tenancy.level (tenant_id, id),
  foreign key (tenant_id, shop_id) references tenancy.shop (tenant_id, id),
  foreign key (tenant_id, category_id) references catalog.category (tenant_id, id),
  foreign key (tenant_id, product_id) references catalog.product (tenant_id, id),
  foreign key (tenant_id, sku_id) references catalog.sku (tenant_id, id)
);
call app.protect('pricing.price_rule');
call app.allow('pricing.price_rule', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('pricing.price_rule', '{kf_portal}', '{select}', 'owner_id = app.distributor_id()');
call app.allow('pricing.price_rule', '{kf_service}', '{insert,update,delete}');

-- A distributor's own price becomes an override with tiers and, where it is dated, a beginning and an end.
alter table pricing.cost_price
  add column min_quantity integer not null default 1 check (min_quantity between 1 and 100000),
  add column valid_from timestamptz,
  add column valid_to timestamptz,
  add constraint cost_price_validity check (valid_to > valid_from),
  drop constraint cost_price_pkey,
  add primary key (tenant_id, distributor_id, sku_id, min_quantity);

-- Links whose own price lies below what the parent pays: the parent earns nothing on them until it reprices. Kept by a job for
-- lists and messages; prices never read it. The child is not told that it is lifted: it would learn its parent's cost.
create table pricing.lifted_link (
  tenant_id      uuid not null default app.tenant_id(),
  distributor_id uuid not null,
  sku_id         uuid not null,
  parent_id      uuid not null,
  since          timestamptz not null default app.now(),
  primary key (tenant_id, distributor_id, sku_id),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id),
  foreign key (tenant_id, parent_id) references tenancy.distributor (tenant_id, id),
  foreign key (tenant_id, sku_id) references catalog.sku (tenant_id, id)
);
create index lifted_link_parent on pricing.lifted_link (tenant_id, parent_id, distributor_id, sku_id);
call app.protect('pricing.lifted_link');
call app.allow('pricing.lifted_link', '{kf_admin,kf_service}', '{select}');
call app.allow('pricing.lifted_link', '{kf_portal}', '{select}', 'parent_id = app.distributor_id()');
call app.allow('pricing.lifted_link', '{kf_service}', '{insert,update,delete}');

-- Below whom lifted links are to be looked for again, and when: after every edit, and when a dated price begins or ends.
create table pricing.recheck (
  tenant_id  uuid not null default app.tenant_id(),
  id         uuid not null,
  owner_id   uuid not null,
  -- The SKUs of a list that begins or ends then, or those named; neither: every SKU.
  list_id    uuid,
  sku_ids    uuid[],
  -- How far it got, in the order of SKU ids.
  after_sku  uuid,
  due_at     timestamptz not null default app.now(),
  primary key (tenant_id, id),
  unique (tenant_id, list_id, due_at),
  check (list_id is null or sku_ids is null),
  foreign key (tenant_id, owner_id) references tenancy.distributor (tenant_id, id),
  foreign key (tenant_id, list_id) references pricing.price_list (tenant_id, id) on delete cascade
);
create index recheck_due on pricing.recheck (tenant_id, due_at, id);
call app.protect('pricing.recheck');
call app.allow('pricing.recheck', '{kf_service}', '{select,insert,update,delete}');
