-- Codes: the row that is sold apart from the secret it holds. decisions: one code, one good, one delivery.

create schema inventory;
grant usage on schema inventory to kf_admin, kf_portal, kf_shop, kf_service, kf_vault, kf_fn;

-- Random tenant keys wrapped by the master key, which lives outside the database.
create table inventory.tenant_key (
  tenant_id      uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  id             uuid not null,
  purpose        text not null check (purpose in ('data', 'index')),
  master_version integer not null check (master_version >= 1),
  wrapped        bytea not null check (octet_length(wrapped) between 40 and 200),
  created_at     timestamptz not null default app.now(),
  retired_at     timestamptz,
  primary key (tenant_id, id)
);
create unique index tenant_key_live on inventory.tenant_key (tenant_id, purpose) where retired_at is null;
call app.protect('inventory.tenant_key');
call app.allow('inventory.tenant_key', '{kf_service,kf_vault}', '{select}');
call app.allow('inventory.tenant_key', '{kf_service}', '{insert,update}');

create table inventory.supplier (
  tenant_id  uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  id         uuid not null,
  name       text not null check (length(name) between 1 and 120),
  note       text check (length(note) <= 2000),
  created_at timestamptz not null default app.now(),
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
call app.protect('inventory.supplier');
call app.allow('inventory.supplier', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('inventory.supplier', '{kf_service}', '{insert,update}');

create table inventory.batch (
  tenant_id    uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  id           uuid not null,
  sku_id       uuid not null,
  supplier_id  uuid,
  name         text not null check (length(name) between 1 and 200),
  -- Unit cost in the tenant's currency; per unit of face value for a range SKU. Unknown cost posts nothing.
  unit_cost    numeric(20, 8) check (unit_cost >= 0),
  expires_at   timestamptz,
  state        text not null default 'open' check (state in ('open', 'quarantined', 'recalled', 'void')),
  reason       text check (length(reason) <= 500),
  accepted     bigint not null default 0 check (accepted >= 0),
  duplicates   bigint not null default 0 check (duplicates >= 0),
  rejected     bigint not null default 0 check (rejected >= 0),
  created_by   uuid,
  created_at   timestamptz not null default app.now(),
  updated_at   timestamptz not null default app.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, sku_id) references catalog.sku (tenant_id, id),
  foreign key (tenant_id, supplier_id) references inventory.supplier (tenant_id, id)
);
create index batch_sku on inventory.batch (tenant_id, sku_id, created_at);
create index batch_created on inventory.batch (tenant_id, created_at, id);
call app.protect('inventory.batch');
call app.allow('inventory.batch', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('inventory.batch', '{kf_service,kf_fn}', '{insert,update}');
-- A batch's data key, wrapped by the tenant's data key.
create table inventory.batch_key (
  tenant_id     uuid not null default app.tenant_id(),
  batch_id      uuid not null,
  tenant_key_id uuid not null,
  wrapped       bytea not null check (octet_length(wrapped) between 40 and 200),
  created_at    timestamptz not null default app.now(),
  updated_at    timestamptz not null default app.now(),
  primary key (tenant_id, batch_id),
  foreign key (tenant_id, batch_id) references inventory.batch (tenant_id, id),
  foreign key (tenant_id, tenant_key_id) references inventory.tenant_key (tenant_id, id)
);
call app.protect('inventory.batch_key');
call app.allow('inventory.batch_key', '{kf_service,kf_vault}', '{select}');
call app.allow('inventory.batch_key', '{kf_service}', '{insert,update}');

create table inventory.card_code (
  tenant_id     uuid not null default app.tenant_id(),
  id            uuid not null,
  sku_id        uuid not null,
  batch_id      uuid not null,
  content       text not null check (content in ('secret', 'number_secret', 'link', 'link_password')),
  state         text not null default 'available' check (state in ('available', 'reserved', 'sold', 'quarantined', 'void')),
  -- A code of a range SKU carries its own face value; only equal ones are allocated together.
  face_value    numeric(20, 8),
  expires_at    timestamptz,
  identity_index bytea not null check (octet_length(identity_index) = 32),
  number_index  bytea check (octet_length(number_index) = 32),
  mask          text not null check (length(mask) <= 60),
  -- Cost in minor units of the tenant's currency; NULL when the batch's cost is unknown.
  unit_cost     bigint check (unit_cost >= 0),
  pick          integer not null default 0,
  order_id      uuid,
  order_line    integer,
  created_at    timestamptz not null default app.now(),
  state_at      timestamptz not null default app.now(),
  primary key (tenant_id, id),
  unique (tenant_id, identity_index),
  foreign key (tenant_id, sku_id) references catalog.sku (tenant_id, id),
  foreign key (tenant_id, batch_id) references inventory.batch (tenant_id, id),
  check ((state = 'reserved' or state = 'sold') = (order_id is not null) or state in ('quarantined', 'void'))
) with (fillfactor = 80);
create index card_code_fefo on inventory.card_code (tenant_id, sku_id, expires_at nulls last, id) where state = 'available';
create index card_code_pick on inventory.card_code (tenant_id, sku_id, pick, id) where state = 'available';
create index card_code_order on inventory.card_code (tenant_id, order_id) where order_id is not null;
create index card_code_number on inventory.card_code (tenant_id, number_index) where number_index is not null;
create index card_code_batch on inventory.card_code (tenant_id, batch_id, id);
create index card_code_expiry on inventory.card_code (tenant_id, expires_at) where state = 'available' and expires_at is not null;
call app.protect('inventory.card_code');
call app.allow('inventory.card_code', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('inventory.card_code', '{kf_service,kf_fn}', '{insert,update}');

-- Why and by whom a secret may be opened: committed before the plaintext leaves the server.
create table inventory.reveal (
  tenant_id  uuid not null default app.tenant_id(),
  id         uuid not null,
  code_id    uuid not null,
  order_id   uuid,
  buyer_id   uuid,
  distributor_id uuid,
  channel    text not null check (channel in ('page', 'api', 'export', 'staff', 'verify')),
  actor_id   uuid,
  reason     text check (length(reason) <= 500),
  ip         text check (length(ip) <= 64),
  user_agent text check (length(user_agent) <= 300),
  created_at timestamptz not null default app.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, code_id) references inventory.card_code (tenant_id, id)
);
create index reveal_code on inventory.reveal (tenant_id, code_id);
create index reveal_actor on inventory.reveal (tenant_id, actor_id, created_at) where channel = 'staff';
call app.protect('inventory.reveal');
call app.allow('inventory.reveal', '{kf_admin,kf_service,kf_vault,kf_fn}', '{select}');
call app.allow('inventory.reveal', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()');
call app.allow('inventory.reveal', '{kf_shop}', '{select}', 'buyer_id = app.buyer_id()');
call app.allow('inventory.reveal', '{kf_service}', '{insert}');

create table inventory.card_code_secret (
  tenant_id  uuid not null default app.tenant_id(),
  code_id    uuid not null,
  batch_id   uuid not null,
  nonce      bytea not null check (octet_length(nonce) = 12),
  ciphertext bytea not null check (octet_length(ciphertext) between 17 and 20000),
  primary key (tenant_id, code_id),
  foreign key (tenant_id, code_id) references inventory.card_code (tenant_id, id),
  foreign key (tenant_id, batch_id) references inventory.batch_key (tenant_id, batch_id)
);
call app.protect('inventory.card_code_secret');
call app.allow('inventory.card_code_secret', '{kf_service}', '{insert}');
-- The one reader of ciphertext, and only of a code that a committed reveal row of this tenant names.
call app.allow('inventory.card_code_secret', '{kf_vault}', '{select}',
  'exists (select 1 from inventory.reveal r where r.tenant_id = card_code_secret.tenant_id and r.code_id = card_code_secret.code_id)');
grant select on inventory.card_code to kf_vault;
create policy kf_vault_select on inventory.card_code as permissive for select to kf_vault
  using (tenant_id = app.tenant_id() and exists (select 1 from inventory.reveal r where r.tenant_id = card_code.tenant_id and r.code_id = card_code.id));

-- A resumable import: the upload's chunks are ciphertext, deleted with the job's end.
create table inventory.import_job (
  tenant_id    uuid not null default app.tenant_id(),
  id           uuid not null,
  sku_id       uuid not null,
  batch_id     uuid not null,
  file_name    text not null check (length(file_name) between 1 and 255),
  size_bytes   bigint not null default 0 check (size_bytes between 0 and 1073741824),
  state        text not null default 'uploading' check (state in ('uploading', 'ready', 'running', 'done', 'failed', 'cancelled')),
  profile      jsonb not null default '{}',
  lines_done   bigint not null default 0,
  bytes_done   bigint not null default 0,
  accepted     bigint not null default 0,
  duplicates   bigint not null default 0,
  rejected     bigint not null default 0,
  error_code   text check (length(error_code) <= 80),
  lease_until  timestamptz,
  lease_owner  uuid,
  created_by   uuid,
  created_at   timestamptz not null default app.now(),
  started_at   timestamptz,
  finished_at  timestamptz,
  updated_at   timestamptz not null default app.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, sku_id) references catalog.sku (tenant_id, id),
  foreign key (tenant_id, batch_id) references inventory.batch (tenant_id, id)
);
create index import_job_open on inventory.import_job (tenant_id, state) where state in ('uploading', 'ready', 'running');
create index import_job_created on inventory.import_job (tenant_id, created_at, id);
call app.protect('inventory.import_job');
call app.allow('inventory.import_job', '{kf_admin,kf_service}', '{select}');
call app.allow('inventory.import_job', '{kf_service}', '{insert,update}');
create table inventory.import_chunk (
  tenant_id  uuid not null default app.tenant_id(),
  job_id     uuid not null,
  seq        integer not null check (seq between 0 and 20000),
  nonce      bytea not null check (octet_length(nonce) = 12),
  ciphertext bytea not null check (octet_length(ciphertext) <= 4194400),
  primary key (tenant_id, job_id, seq),
  foreign key (tenant_id, job_id) references inventory.import_job (tenant_id, id)
);
call app.protect('inventory.import_chunk');
call app.allow('inventory.import_chunk', '{kf_service}', '{select,insert,delete}');
-- Rejected and duplicate rows: line and reason in the clear, the row's text as ciphertext, kept seven days.
create table inventory.import_reject (
  tenant_id  uuid not null default app.tenant_id(),
  job_id     uuid not null,
  line       bigint not null,
  reason     text not null check (length(reason) <= 40),
  excerpt    text not null default '' check (length(excerpt) <= 120),
  nonce      bytea not null check (octet_length(nonce) = 12),
  ciphertext bytea not null check (octet_length(ciphertext) <= 40000),
  primary key (tenant_id, job_id, line),
  foreign key (tenant_id, job_id) references inventory.import_job (tenant_id, id)
);
call app.protect('inventory.import_reject');
call app.allow('inventory.import_reject', '{kf_admin}', '{select}', null, 'tenant_id, job_id, line, reason, excerpt');
call app.allow('inventory.import_reject', '{kf_service}', '{select,insert,delete}');

-- What shops and portals may know of stock: a count kept up to date behind the sale, never a lock on its path.
create table inventory.stock (
  tenant_id  uuid not null default app.tenant_id(),
  sku_id     uuid not null,
  available  bigint not null default 0 check (available >= 0),
  reserved   bigint not null default 0 check (reserved >= 0),
  -- For a range SKU: available codes per face value, e.g. {"50": 12}.
  by_face    jsonb not null default '{}',
  updated_at timestamptz not null default app.now(),
  primary key (tenant_id, sku_id),
  foreign key (tenant_id, sku_id) references catalog.sku (tenant_id, id)
);
call app.protect('inventory.stock');
call app.allow('inventory.stock', '{kf_admin,kf_portal,kf_service,kf_fn}', '{select}');
call app.allow('inventory.stock', '{kf_shop}', '{select}', null, 'tenant_id, sku_id, available, by_face, updated_at');
call app.allow('inventory.stock', '{kf_service}', '{insert,update}');

-- SKUs whose codes moved since they were last counted. Insert-only for writers, so no two sales meet on a row.
create table inventory.stock_dirty (
  tenant_id  uuid not null default app.tenant_id(),
  id         bigint generated always as identity,
  sku_id     uuid not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, sku_id) references catalog.sku (tenant_id, id)
);
call app.protect('inventory.stock_dirty');
call app.allow('inventory.stock_dirty', '{kf_service}', '{select,insert,delete,update}');
call app.allow('inventory.stock_dirty', '{kf_fn}', '{insert}');
