-- Categories, products, SKUs, images, search; prices and costs apart from what a shop may read.

create schema catalog;
create schema pricing;
grant usage on schema catalog, pricing to kf_admin, kf_portal, kf_shop, kf_service, kf_fn;

create table catalog.category (
  tenant_id  uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  id         uuid not null,
  slug       text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,60}$'),
  name_zh    text not null check (length(name_zh) between 1 and 120),
  name_en    text not null check (length(name_en) between 1 and 120),
  position   integer not null default 0,
  created_at timestamptz not null default app.now(),
  updated_at timestamptz not null default app.now(),
  primary key (tenant_id, id),
  unique (tenant_id, slug)
);
call app.protect('catalog.category');
call app.allow('catalog.category', '{kf_admin,kf_portal,kf_shop,kf_service,kf_fn}', '{select}');
call app.allow('catalog.category', '{kf_service}', '{insert,update,delete}');

-- Pictures of products and brands, checked and bounded on upload; content-addressed within the tenant.
create table catalog.image (
  tenant_id  uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  id         uuid not null,
  owner_distributor_id uuid,
  sha256     text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  mime       text not null check (mime in ('image/png', 'image/jpeg', 'image/webp')),
  width      integer not null check (width between 1 and 4096),
  height     integer not null check (height between 1 and 4096),
  bytes      bytea not null check (octet_length(bytes) between 1 and 2097152),
  created_at timestamptz not null default app.now(),
  primary key (tenant_id, id)
);
call app.protect('catalog.image');
call app.allow('catalog.image', '{kf_admin,kf_service}', '{select}');
call app.allow('catalog.image', '{kf_portal}', '{select}', 'owner_distributor_id is null or owner_distributor_id = app.distributor_id()');
call app.allow('catalog.image', '{kf_service}', '{insert,delete}');

create table catalog.product (
  tenant_id     uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  id            uuid not null,
  category_id   uuid not null,
  slug          text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,80}$'),
  name_zh       text not null check (length(name_zh) between 1 and 200),
  name_en       text not null check (length(name_en) between 1 and 200),
  description_zh text not null default '' check (length(description_zh) <= 20000),
  description_en text not null default '' check (length(description_en) <= 20000),
  howto_zh      text not null default '' check (length(howto_zh) <= 10000),
  howto_en      text not null default '' check (length(howto_en) <= 10000),
  image_id      uuid,
  status        text not null default 'draft' check (status in ('draft', 'published', 'unpublished')),
  publish_at    timestamptz,
  unpublish_at  timestamptz,
  position      integer not null default 0,
  created_at    timestamptz not null default app.now(),
  updated_at    timestamptz not null default app.now(),
  version       bigint not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, slug),
  foreign key (tenant_id, category_id) references catalog.category (tenant_id, id),
  foreign key (tenant_id, image_id) references catalog.image (tenant_id, id)
);
create index product_category on catalog.product (tenant_id, category_id, position, id);
create index product_schedule on catalog.product (tenant_id, publish_at) where status = 'draft' and publish_at is not null;
call app.protect('catalog.product');
call app.allow('catalog.product', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('catalog.product', '{kf_portal}', '{select}', 'status <> ''draft''');
call app.allow('catalog.product', '{kf_shop}', '{select}',
  'status = ''published'' and (publish_at is null or publish_at <= app.now()) and (unpublish_at is null or unpublish_at > app.now())');
call app.allow('catalog.product', '{kf_service}', '{insert,update}');
-- Pictures a shop shows: its own brand's, and those of products it may see.
call app.allow('catalog.image', '{kf_shop}', '{select}',
  'exists (select 1 from catalog.product p where p.tenant_id = image.tenant_id and p.image_id = image.id) or exists (select 1 from tenancy.shop s where s.tenant_id = image.tenant_id and s.id = app.shop_id() and s.brand ->> ''logo_image_id'' = image.id::text)');

create table catalog.sku (
  tenant_id      uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  id             uuid not null,
  product_id     uuid not null,
  code           text not null check (code ~ '^[A-Z0-9][A-Z0-9._-]{0,59}$'),
  name_zh        text not null check (length(name_zh) between 1 and 120),
  name_en        text not null check (length(name_en) between 1 and 120),
  kind           text not null check (kind in ('card_code', 'link', 'link_password', 'top_up')),
  face_value     text not null default '' check (length(face_value) <= 60),
  -- A range SKU sells any face value between the two; its unit price is per unit of face value.
  face_min       numeric(20, 8) check (face_min > 0),
  face_max       numeric(20, 8) check (face_max >= face_min),
  face_currency  text check (face_currency ~ '^[A-Z0-9]{3,12}$'),
  period_days    integer check (period_days between 1 and 36500),
  region         text not null default '' check (length(region) <= 20),
  currency       text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  -- Fields asked from the buyer of a direct top-up (contracts/account-template.ts).
  account_template jsonb,
  min_per_order  integer not null default 1 check (min_per_order between 1 and 100000),
  max_per_order  integer not null default 100 check (max_per_order between min_per_order and 100000),
  max_per_buyer  integer check (max_per_buyer >= 1),
  buyer_limit_days integer check (buyer_limit_days between 1 and 3650),
  warranty_days  integer not null default 0 check (warranty_days between 0 and 3650),
  when_empty     text not null default 'show' check (when_empty in ('show', 'hide', 'backorder')),
  backorder_hours integer not null default 72 check (backorder_hours between 1 and 2160),
  allocation     text not null default 'fefo' check (allocation in ('fefo', 'fifo', 'random')),
  delivery_delay_seconds integer not null default 0 check (delivery_delay_seconds between 0 and 2592000),
  low_stock_at   integer not null default 0 check (low_stock_at between 0 and 1000000),
  status         text not null default 'published' check (status in ('draft', 'published', 'unpublished')),
  publish_at     timestamptz,
  unpublish_at   timestamptz,
  position       integer not null default 0,
  created_at     timestamptz not null default app.now(),
  updated_at     timestamptz not null default app.now(),
  version        bigint not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, code),
  foreign key (tenant_id, product_id) references catalog.product (tenant_id, id),
  check ((kind = 'top_up') = (account_template is not null)),
  check ((face_min is null) = (face_max is null))
);
create index sku_product on catalog.sku (tenant_id, product_id, position, id);
call app.protect('catalog.sku');
call app.allow('catalog.sku', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('catalog.sku', '{kf_portal}', '{select}', 'status <> ''draft''');
call app.allow('catalog.sku', '{kf_shop}', '{select}',
  'status = ''published'' and (publish_at is null or publish_at <= app.now()) and (unpublish_at is null or unpublish_at > app.now())');
call app.allow('catalog.sku', '{kf_service}', '{insert,update}');

-- token = any($1) is the whole search: only leakproof operators may use an index under row-level security.
create table catalog.search_token (
  tenant_id  uuid not null default app.tenant_id(),
  token      text not null check (length(token) between 1 and 40),
  product_id uuid not null,
  weight     integer not null default 1 check (weight between 1 and 100),
  primary key (tenant_id, token, product_id),
  foreign key (tenant_id, product_id) references catalog.product (tenant_id, id)
);
create index search_token_product on catalog.search_token (tenant_id, product_id);
call app.protect('catalog.search_token');
call app.allow('catalog.search_token', '{kf_admin,kf_service}', '{select}');
-- Below the wholesaler only the words of products that may be seen: the product's own policies decide.
call app.allow('catalog.search_token', '{kf_portal,kf_shop}', '{select}',
  'exists (select 1 from catalog.product p where p.tenant_id = search_token.tenant_id and p.id = search_token.product_id)');
call app.allow('catalog.search_token', '{kf_service}', '{insert,delete}');

-- What the wholesaler says about retail: suggestion and bounds. Unit prices in the SKU's currency.
create table pricing.sku_price (
  tenant_id  uuid not null default app.tenant_id(),
  sku_id     uuid not null,
  suggested  numeric(20, 8) check (suggested >= 0),
  floor      numeric(20, 8) check (floor >= 0),
  ceiling    numeric(20, 8) check (ceiling >= floor),
  updated_at timestamptz not null default app.now(),
  primary key (tenant_id, sku_id),
  foreign key (tenant_id, sku_id) references catalog.sku (tenant_id, id)
);
call app.protect('pricing.sku_price');
call app.allow('pricing.sku_price', '{kf_admin,kf_portal,kf_service,kf_fn}', '{select}');
call app.allow('pricing.sku_price', '{kf_service}', '{insert,update}');
-- The usual purchase cost, a default for batches and a figure for margin reports. Wholesaler only.
create table pricing.sku_cost (
  tenant_id  uuid not null default app.tenant_id(),
  sku_id     uuid not null,
  unit_cost  numeric(20, 8) not null check (unit_cost >= 0),
  updated_at timestamptz not null default app.now(),
  primary key (tenant_id, sku_id),
  foreign key (tenant_id, sku_id) references catalog.sku (tenant_id, id)
);
call app.protect('pricing.sku_cost');
call app.allow('pricing.sku_cost', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('pricing.sku_cost', '{kf_service}', '{insert,update}');
-- What a distributor pays its parent for a unit. No row: the SKU is not offered to it and below.
create table pricing.cost_price (
  tenant_id      uuid not null default app.tenant_id(),
  distributor_id uuid not null,
  sku_id         uuid not null,
  unit_price     numeric(20, 8) not null check (unit_price >= 0),
  updated_at     timestamptz not null default app.now(),
  primary key (tenant_id, distributor_id, sku_id),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id),
  foreign key (tenant_id, sku_id) references catalog.sku (tenant_id, id)
);
create index cost_price_sku on pricing.cost_price (tenant_id, sku_id);
call app.protect('pricing.cost_price');
call app.allow('pricing.cost_price', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('pricing.cost_price', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()');
call app.allow('pricing.cost_price', '{kf_service}', '{insert,update,delete}');
-- A shop's own retail price, or its choice not to sell a SKU. Without a row the suggested price holds.
create table pricing.shop_price (
  tenant_id      uuid not null default app.tenant_id(),
  shop_id        uuid not null,
  sku_id         uuid not null,
  distributor_id uuid not null,
  unit_price     numeric(20, 8) check (unit_price >= 0),
  hidden         boolean not null default false,
  updated_at     timestamptz not null default app.now(),
  primary key (tenant_id, shop_id, sku_id),
  foreign key (tenant_id, shop_id) references tenancy.shop (tenant_id, id),
  foreign key (tenant_id, sku_id) references catalog.sku (tenant_id, id)
);
call app.protect('pricing.shop_price');
call app.allow('pricing.shop_price', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('pricing.shop_price', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()');
call app.allow('pricing.shop_price', '{kf_shop}', '{select}', 'shop_id = app.shop_id()');
call app.allow('pricing.shop_price', '{kf_service}', '{insert,update,delete}');
