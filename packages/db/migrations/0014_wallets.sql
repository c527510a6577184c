-- Prepaid wallets of distributors: settings, top-ups by gateway and by bank, bonus rules, what orders took from a wallet,
-- and the record of exported purchases. Rules: packages/core/src/wallet/README.md. Money itself is in the ledger only.

create schema wallet;
grant usage on schema wallet to kf_admin, kf_portal, kf_service, kf_fn;

-- The floor a credit limit asks for. The floor itself may stand lower while more than the limit is in use, and every credit
-- lifts it towards the goal: a limit never makes money spent disappear.
alter table ledger.balance add column floor_goal bigint;

create table wallet.setting (
  tenant_id      uuid not null default app.tenant_id(),
  distributor_id uuid not null,
  -- Minor units of the tenant's currency: how far below zero the wallet may go.
  credit_limit   bigint not null default 0 check (credit_limit >= 0),
  -- The distributor wants to be told when less than this can be spent; NULL: never.
  low_mark       bigint check (low_mark > 0),
  updated_at     timestamptz not null default app.now(),
  primary key (tenant_id, distributor_id),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id)
);
call app.protect('wallet.setting');
call app.allow('wallet.setting', '{kf_admin,kf_service}', '{select}');
call app.allow('wallet.setting', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()');
call app.allow('wallet.setting', '{kf_service}', '{insert,update}');

-- Every change of a credit limit: who, when, why. The reason is the wholesaler's own.
create table wallet.credit_change (
  tenant_id      uuid not null default app.tenant_id(),
  id             uuid not null,
  distributor_id uuid not null,
  currency       text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  limit_before   bigint not null check (limit_before >= 0),
  limit_after    bigint not null check (limit_after >= 0),
  reason         text not null check (length(reason) between 1 and 500),
  changed_by     uuid,
  created_at     timestamptz not null default app.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id)
);
create index credit_change_distributor on wallet.credit_change (tenant_id, distributor_id, created_at, id);
call app.protect('wallet.credit_change');
call app.allow('wallet.credit_change', '{kf_admin,kf_service}', '{select}');
call app.allow('wallet.credit_change', '{kf_service}', '{insert}');

-- From this amount a top-up earns so many percent on the whole of it. The highest rule reached counts.
create table wallet.bonus_rule (
  tenant_id   uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  amount_from bigint not null check (amount_from > 0),
  percent     numeric(11, 8) not null check (percent > 0 and percent <= 100),
  updated_at  timestamptz not null default app.now(),
  primary key (tenant_id, amount_from)
);
call app.protect('wallet.bonus_rule');
call app.allow('wallet.bonus_rule', '{kf_admin,kf_portal,kf_service}', '{select}');
call app.allow('wallet.bonus_rule', '{kf_service}', '{insert,delete}');

-- The wholesaler's own accounts at banks, as distributors need to know them to pay into.
create table wallet.bank_account (
  tenant_id  uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  id         uuid not null,
  bank       text not null check (length(bank) between 1 and 120),
  holder     text not null check (length(holder) between 1 and 120),
  number     text not null check (length(number) between 4 and 60),
  currency   text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  enabled    boolean not null default true,
  created_at timestamptz not null default app.now(),
  primary key (tenant_id, id)
);
call app.protect('wallet.bank_account');
call app.allow('wallet.bank_account', '{kf_admin,kf_portal,kf_service}', '{select}');
call app.allow('wallet.bank_account', '{kf_service}', '{insert,update}');

-- gateway: awaiting_payment → confirmed | closed. bank: declared → confirmed | refused.
create table wallet.top_up (
  tenant_id      uuid not null default app.tenant_id(),
  id             uuid not null,
  distributor_id uuid not null,
  method         text not null check (method in ('gateway', 'bank')),
  state          text not null check (state in ('awaiting_payment', 'declared', 'confirmed', 'refused', 'closed')),
  amount         bigint not null check (amount > 0),
  -- Promised when it was begun or declared, given when it is confirmed.
  bonus          bigint not null default 0 check (bonus >= 0),
  currency       text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  client_ref     text not null check (length(client_ref) between 8 and 255),
  account_id     uuid,
  bank_account_id uuid,
  -- The bank's own id of the line on its statement: the same line is counted once.
  bank_line      text check (length(bank_line) between 1 and 120),
  payer_name     text check (length(payer_name) between 1 and 120),
  note           text check (length(note) <= 500),
  declared_by    uuid not null,
  declared_side  text not null check (declared_side in ('distributor', 'staff')),
  decided_by     uuid,
  reason         text check (length(reason) <= 500),
  journal_id     uuid,
  expires_at     timestamptz,
  created_at     timestamptz not null default app.now(),
  decided_at     timestamptz,
  -- Charged back, or given back, after it had been confirmed.
  reversed_at    timestamptz,
  reversed_by    uuid,
  primary key (tenant_id, id),
  unique (tenant_id, distributor_id, client_ref),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id),
  foreign key (tenant_id, account_id) references payments.gateway_account (tenant_id, id),
  foreign key (tenant_id, bank_account_id) references wallet.bank_account (tenant_id, id),
  constraint top_up_method check ((method = 'gateway') = (account_id is not null) and (method = 'bank') = (bank_account_id is not null)),
  constraint top_up_states check (state = 'confirmed' or state in ('awaiting_payment', 'closed') = (method = 'gateway')),
  constraint top_up_second_person check (decided_by <> declared_by),
  constraint top_up_line check (method <> 'bank' or (state = 'confirmed') = (bank_line is not null)),
  constraint top_up_reversed check (reversed_at is null or state = 'confirmed')
);
create unique index top_up_bank_line on wallet.top_up (tenant_id, bank_account_id, bank_line) where bank_line is not null;
create index top_up_created on wallet.top_up (tenant_id, created_at, id);
create index top_up_distributor on wallet.top_up (tenant_id, distributor_id, created_at, id);
create index top_up_declared on wallet.top_up (tenant_id, created_at, id) where state = 'declared';
create index top_up_open on wallet.top_up (tenant_id, expires_at) where state = 'awaiting_payment';
call app.protect('wallet.top_up');
call app.allow('wallet.top_up', '{kf_admin,kf_service,kf_fn}', '{select}');
-- Who of the wholesaler's staff decided is not the distributor's to know.
call app.allow('wallet.top_up', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()',
  'tenant_id, id, distributor_id, method, state, amount, bonus, currency, account_id, bank_account_id, bank_line, payer_name, note, declared_side, reason, expires_at, created_at, decided_at, reversed_at');
call app.allow('wallet.top_up', '{kf_service,kf_fn}', '{update}');
call app.allow('wallet.top_up', '{kf_service}', '{insert}');

-- Income moved into the wallet; there is no way back.
create table wallet.transfer (
  tenant_id      uuid not null default app.tenant_id(),
  id             uuid not null,
  distributor_id uuid not null,
  amount         bigint not null check (amount > 0),
  currency       text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  client_ref     text not null check (length(client_ref) between 8 and 255),
  made_by        uuid not null,
  created_at     timestamptz not null default app.now(),
  primary key (tenant_id, id),
  unique (tenant_id, distributor_id, client_ref),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id)
);
call app.protect('wallet.transfer');
call app.allow('wallet.transfer', '{kf_admin,kf_service}', '{select}');
call app.allow('wallet.transfer', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()',
  'tenant_id, id, distributor_id, amount, currency, created_at');
call app.allow('wallet.transfer', '{kf_service}', '{insert}');

-- What an order took from a wallet, bonus first, and what of it came back, cash first.
create table wallet.charge (
  tenant_id      uuid not null default app.tenant_id(),
  order_id       uuid not null,
  distributor_id uuid not null,
  currency       text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  amount         bigint not null check (amount > 0),
  bonus          bigint not null check (bonus >= 0 and bonus <= amount),
  refunded       bigint not null default 0 check (refunded >= 0 and refunded <= amount),
  created_at     timestamptz not null default app.now(),
  primary key (tenant_id, order_id),
  foreign key (tenant_id, order_id) references orders.sales_order (tenant_id, id),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id)
);
call app.protect('wallet.charge');
call app.allow('wallet.charge', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('wallet.charge', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()');
call app.allow('wallet.charge', '{kf_service}', '{update}');
call app.allow('wallet.charge', '{kf_fn}', '{insert}');

-- A receipt of the wallet has no gateway account; a receipt of a top-up names it instead of an order.
alter table payments.receipt alter column account_id drop not null;
alter table payments.receipt add column top_up_id uuid;
alter table payments.receipt add constraint receipt_account check ((provider = 'wallet') = (account_id is null));
alter table payments.receipt add constraint receipt_of_one check (order_id is null or top_up_id is null);
alter table payments.receipt add constraint receipt_top_up foreign key (tenant_id, top_up_id) references wallet.top_up (tenant_id, id);
create unique index receipt_wallet_once on payments.receipt (tenant_id, provider_txn) where account_id is null;
create unique index receipt_top_up_once on payments.receipt (tenant_id, top_up_id) where outcome = 'applied' and top_up_id is not null;
-- An attempt pays an order or a top-up.
alter table payments.attempt alter column order_id drop not null;
alter table payments.attempt add column top_up_id uuid;
alter table payments.attempt add constraint attempt_of_one check (num_nonnulls(order_id, top_up_id) = 1);
alter table payments.attempt add constraint attempt_top_up foreign key (tenant_id, top_up_id) references wallet.top_up (tenant_id, id);
create index attempt_of_top_up on payments.attempt (tenant_id, top_up_id) where top_up_id is not null;
-- Where a distributor may pay into its wallet: names, never settings.
call app.allow('payments.gateway_account', '{kf_portal}', '{select}', 'enabled', 'tenant_id, id, provider, name, currency, enabled');

-- A ticket for one download of a purchase, and the record of it: who took which units when. The file itself and the
-- password of an archive are never stored.
create table delivery.code_export (
  tenant_id      uuid not null default app.tenant_id(),
  id             uuid not null,
  order_id       uuid not null,
  distributor_id uuid not null,
  login_id       uuid not null,
  token_hash     text not null check (token_hash ~ '^[0-9a-f]{64}$'),
  format         text not null check (format in ('csv', 'txt', 'xlsx')),
  is_zip         boolean not null,
  -- Units left out at the beginning, where an earlier download had come.
  skip_units     integer not null check (skip_units between 0 and 10000000),
  units          integer not null default 0 check (units >= 0),
  expires_at     timestamptz not null,
  started_at     timestamptz,
  finished_at    timestamptz,
  created_at     timestamptz not null default app.now(),
  primary key (tenant_id, id),
  unique (tenant_id, token_hash),
  foreign key (tenant_id, order_id) references orders.sales_order (tenant_id, id),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id)
);
create index code_export_order on delivery.code_export (tenant_id, order_id, created_at, id);
call app.protect('delivery.code_export');
call app.allow('delivery.code_export', '{kf_admin}', '{select}', null,
  'tenant_id, id, order_id, distributor_id, login_id, format, is_zip, skip_units, units, expires_at, started_at, finished_at, created_at');
call app.allow('delivery.code_export', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()',
  'tenant_id, id, order_id, distributor_id, format, is_zip, skip_units, units, started_at, finished_at, created_at');
call app.allow('delivery.code_export', '{kf_service}', '{select,insert,update}');
