-- Income on its way out: how long it is held, payees, withdrawals, the accounts they are paid from, bank files, and debt
-- that is given up. Rules: packages/core/src/withdrawals/README.md. Amounts are minor units.

-- How long income of a sale waits: the tenant's days, else the payment account's, never less than a flagged order's.
alter table tenancy.tenant add column risk_hold_days integer not null default 30 check (risk_hold_days between 0 and 365);
-- NULL: the tenant's hold.
alter table payments.gateway_account add column hold_days integer check (hold_days between 0 and 365);
grant select (hold_days) on payments.gateway_account to kf_admin;
-- A person has doubts about the order: its income is held longer.
alter table orders.sales_order add column risk_flagged_at timestamptz;
alter table orders.sales_order add column risk_note text check (length(risk_note) <= 500);

create schema withdrawals;
grant usage on schema withdrawals to kf_admin, kf_portal, kf_service, kf_fn;

-- The wholesaler's rules, in the tenant's currency. A tenant without a row has the defaults.
create table withdrawals.policy (
  tenant_id      uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  minimum        bigint not null default 1 check (minimum between 1 and 1000000000000000),
  -- The fee is fee_fixed + amount * fee_rate percent, rounded up.
  fee_fixed      bigint not null default 0 check (fee_fixed between 0 and 1000000000000000),
  fee_rate       numeric(20, 8) not null default 0 check (fee_rate >= 0 and fee_rate < 100),
  -- Percent withheld for the authority, rounded half up; a distributor may have its own.
  tax_rate       numeric(20, 8) not null default 0 check (tax_rate >= 0 and tax_rate < 100),
  -- Of one distributor per calendar day and month in the tenant's zone; NULL: no limit.
  daily_max      bigint check (daily_max > 0),
  monthly_max    bigint check (monthly_max > 0),
  -- More than this needs a second approval; NULL: one is enough.
  second_above   bigint check (second_above >= 0),
  -- Approved without a person while a distributor's day stays within it; 0: never.
  auto_approve_max bigint not null default 0 check (auto_approve_max >= 0),
  -- The account by which approved withdrawals leave without a person; NULL: a person submits.
  auto_account_id uuid,
  cooling_off_hours integer not null default 24 check (cooling_off_hours between 0 and 720),
  updated_at     timestamptz not null default app.now(),
  version        bigint not null default 1,
  primary key (tenant_id)
);
call app.protect('withdrawals.policy');
call app.allow('withdrawals.policy', '{kf_admin,kf_service}', '{select}');
call app.allow('withdrawals.policy', '{kf_portal}', '{select}', null,
  'tenant_id, minimum, fee_fixed, fee_rate, tax_rate, daily_max, monthly_max, cooling_off_hours');
call app.allow('withdrawals.policy', '{kf_service}', '{insert,update}');

-- What differs for one distributor.
create table withdrawals.terms (
  tenant_id      uuid not null default app.tenant_id(),
  distributor_id uuid not null,
  -- NULL: the tenant's rate.
  tax_rate       numeric(20, 8) check (tax_rate >= 0 and tax_rate < 100),
  updated_at     timestamptz not null default app.now(),
  primary key (tenant_id, distributor_id),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id)
);
call app.protect('withdrawals.terms');
call app.allow('withdrawals.terms', '{kf_admin,kf_service}', '{select}');
call app.allow('withdrawals.terms', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()');
call app.allow('withdrawals.terms', '{kf_service}', '{insert,update}');

-- Where withdrawals are paid from: a payout rail, or a bank by file. It owns its 1010 account.
create table withdrawals.account (
  tenant_id    uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  id           uuid not null,
  provider     text not null check (provider in ('sandbox', 'bank_file')),
  name         text not null check (length(name) between 1 and 120),
  -- Addresses and merchant id, no secret.
  config       jsonb not null default '{}',
  sealed_key_id uuid,
  sealed_nonce bytea check (octet_length(sealed_nonce) = 12),
  sealed       bytea check (octet_length(sealed) <= 4096),
  currency     text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  enabled      boolean not null default true,
  created_at   timestamptz not null default app.now(),
  updated_at   timestamptz not null default app.now(),
  primary key (tenant_id, id),
  unique (tenant_id, name)
);
call app.protect('withdrawals.account');
call app.allow('withdrawals.account', '{kf_admin}', '{select}', null,
  'tenant_id, id, provider, name, config, currency, enabled, created_at, updated_at');
call app.allow('withdrawals.account', '{kf_service}', '{select,insert,update}');
alter table withdrawals.policy add foreign key (tenant_id, auto_account_id) references withdrawals.account (tenant_id, id);

-- Whom money may go to. The account number is sealed and never changes: another number is another payee.
create table withdrawals.payee (
  tenant_id      uuid not null default app.tenant_id(),
  id             uuid not null,
  distributor_id uuid not null,
  kind           text not null check (kind in ('bank_account', 'alipay')),
  holder         text not null check (length(holder) between 1 and 200),
  bank_name      text check (length(bank_name) between 1 and 120),
  branch         text check (length(branch) <= 200),
  -- The last characters of the number, for people.
  mask           text not null check (length(mask) between 1 and 40),
  -- Keyed hash of the number: the same account under two names is found without reading it.
  number_index   bytea not null check (octet_length(number_index) = 32),
  sealed_key_id  uuid not null,
  sealed_nonce   bytea not null check (octet_length(sealed_nonce) = 12),
  sealed         bytea not null check (octet_length(sealed) <= 4096),
  state          text not null default 'pending' check (state in ('pending', 'verified', 'refused', 'removed')),
  -- The holder is the distributor's own legal name, or a person has seen proof of it.
  verified_how   text check (verified_how in ('own_name', 'evidence')),
  verified_by    uuid,
  verified_at    timestamptz,
  evidence       text check (length(evidence) <= 2000),
  refused_reason text check (length(refused_reason) <= 500),
  -- Cooling off: before this no withdrawal goes to it.
  usable_from    timestamptz not null,
  created_by     uuid,
  created_at     timestamptz not null default app.now(),
  updated_at     timestamptz not null default app.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id),
  check (state <> 'verified' or (verified_how is not null and verified_at is not null)),
  check (verified_how is distinct from 'evidence' or (verified_by is not null and evidence is not null)),
  check (verified_by <> created_by)
);
create unique index payee_number on withdrawals.payee (tenant_id, distributor_id, number_index) where state <> 'removed';
create index payee_waiting on withdrawals.payee (tenant_id, created_at) where state = 'pending';
create index payee_same_number on withdrawals.payee (tenant_id, number_index);
call app.protect('withdrawals.payee');
call app.allow('withdrawals.payee', '{kf_admin}', '{select}', null,
  'tenant_id, id, distributor_id, kind, holder, bank_name, branch, mask, number_index, state, verified_how, verified_by, verified_at, evidence, refused_reason, usable_from, created_by, created_at, updated_at');
call app.allow('withdrawals.payee', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()',
  'tenant_id, id, distributor_id, kind, holder, bank_name, branch, mask, state, refused_reason, usable_from, created_at, updated_at');
call app.allow('withdrawals.payee', '{kf_service}', '{select,insert,update}');

-- Approved withdrawals that a bank is told of by one file.
create table withdrawals.bank_file (
  tenant_id  uuid not null default app.tenant_id(),
  id         uuid not null,
  account_id uuid not null,
  file_no    text not null check (file_no ~ '^[A-Z0-9]{8,20}$'),
  lines      integer not null check (lines between 1 and 500),
  total      bigint not null check (total > 0),
  currency   text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  created_by uuid not null,
  created_at timestamptz not null default app.now(),
  primary key (tenant_id, id),
  unique (tenant_id, file_no),
  foreign key (tenant_id, account_id) references withdrawals.account (tenant_id, id)
);
call app.protect('withdrawals.bank_file');
call app.allow('withdrawals.bank_file', '{kf_admin,kf_service}', '{select}');
call app.allow('withdrawals.bank_file', '{kf_service}', '{insert}');

create table withdrawals.withdrawal (
  tenant_id      uuid not null default app.tenant_id(),
  id             uuid not null,
  withdrawal_no  text not null check (withdrawal_no ~ '^[A-Z0-9]{8,20}$'),
  distributor_id uuid not null,
  payee_id       uuid not null,
  -- The caller's reference: the same request again is the same withdrawal.
  client_ref     text not null check (length(client_ref) between 8 and 100),
  currency       text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  -- What the distributor gives; the payee receives amount - fee - tax_withheld.
  amount         bigint not null check (amount > 0),
  fee            bigint not null check (fee >= 0),
  tax_rate       numeric(20, 8) not null default 0 check (tax_rate >= 0 and tax_rate < 100),
  tax_withheld   bigint not null check (tax_withheld >= 0),
  tax_number     text check (length(tax_number) <= 40),
  state          text not null check (state in ('requested', 'approved', 'submitted', 'paid', 'failed', 'unknown', 'rejected', 'cancelled', 'returned')),
  requested_by   uuid not null,
  -- Approvals by people this one needs; 0 was approved by rule.
  checks_needed  smallint not null check (checks_needed between 0 and 2),
  approved_by    uuid,
  approved_at    timestamptz,
  second_approved_by uuid,
  second_approved_at timestamptz,
  rejected_by    uuid,
  reason         text check (length(reason) <= 500),
  account_id     uuid,
  bank_file_id   uuid,
  -- NULL of a submitted one: the system submitted it.
  submitted_by   uuid,
  submitted_at   timestamptz,
  -- When the rail is called or asked next; NULL when nothing is open.
  next_try_at    timestamptz,
  tries          integer not null default 0,
  provider_ref   text check (length(provider_ref) <= 200),
  error_code     text check (length(error_code) <= 120),
  rail_cost      bigint not null default 0 check (rail_cost >= 0),
  -- Who wrote down the outcome, where a rail did not report it, and by which proof of the bank.
  resolved_by    uuid,
  bank_reference text check (length(bank_reference) <= 120),
  paid_at        timestamptz,
  finished_at    timestamptz,
  created_at     timestamptz not null default app.now(),
  updated_at     timestamptz not null default app.now(),
  primary key (tenant_id, id),
  unique (tenant_id, withdrawal_no),
  unique (tenant_id, distributor_id, client_ref),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id),
  foreign key (tenant_id, payee_id) references withdrawals.payee (tenant_id, id),
  foreign key (tenant_id, account_id) references withdrawals.account (tenant_id, id),
  foreign key (tenant_id, bank_file_id) references withdrawals.bank_file (tenant_id, id),
  constraint withdrawal_leaves_something check (amount > fee + tax_withheld),
  -- Nobody checks himself, and two checkers are two people.
  constraint withdrawal_checker check (approved_by <> requested_by and second_approved_by <> requested_by and second_approved_by <> approved_by),
  constraint withdrawal_resolver check (resolved_by <> submitted_by),
  constraint withdrawal_checked check (state not in ('approved', 'submitted', 'paid', 'failed', 'unknown', 'returned')
    or (approved_at is not null and (checks_needed = 0 or approved_by is not null) and (checks_needed < 2 or second_approved_by is not null))),
  constraint withdrawal_submitted check ((state in ('submitted', 'paid', 'failed', 'unknown', 'returned')) = (submitted_at is not null)),
  constraint withdrawal_by_account check ((submitted_at is null) = (account_id is null))
);
create index withdrawal_created on withdrawals.withdrawal (tenant_id, created_at, id);
create index withdrawal_state on withdrawals.withdrawal (tenant_id, state, created_at, id);
create index withdrawal_distributor on withdrawals.withdrawal (tenant_id, distributor_id, created_at, id);
create index withdrawal_due on withdrawals.withdrawal (tenant_id, next_try_at) where next_try_at is not null;
create index withdrawal_payee on withdrawals.withdrawal (tenant_id, payee_id);
create index withdrawal_file on withdrawals.withdrawal (tenant_id, bank_file_id) where bank_file_id is not null;
call app.protect('withdrawals.withdrawal');
call app.allow('withdrawals.withdrawal', '{kf_admin,kf_service}', '{select}');
-- Who of the wholesaler decided and how it was paid is not the distributor's to know.
call app.allow('withdrawals.withdrawal', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()',
  'tenant_id, id, withdrawal_no, distributor_id, payee_id, client_ref, currency, amount, fee, tax_rate, tax_withheld, state, checks_needed, approved_at, reason, submitted_at, paid_at, finished_at, created_at, updated_at');
call app.allow('withdrawals.withdrawal', '{kf_service}', '{insert,update}');

-- Its timeline.
create table withdrawals.event (
  tenant_id      uuid not null default app.tenant_id(),
  id             uuid not null,
  withdrawal_id  uuid not null,
  distributor_id uuid not null,
  kind           text not null check (length(kind) between 1 and 60),
  by_kind        text not null check (by_kind in ('distributor', 'staff', 'system')),
  actor_id       uuid,
  data           jsonb not null default '{}',
  created_at     timestamptz not null default app.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, withdrawal_id) references withdrawals.withdrawal (tenant_id, id)
);
create index event_withdrawal on withdrawals.event (tenant_id, withdrawal_id, created_at, id);
call app.protect('withdrawals.event');
call app.allow('withdrawals.event', '{kf_admin,kf_service}', '{select}');
call app.allow('withdrawals.event', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()',
  'tenant_id, id, withdrawal_id, distributor_id, kind, by_kind, created_at');
call app.allow('withdrawals.event', '{kf_service}', '{insert}');

-- Debt that will not be repaid, given up by two people.
create schema debts;
grant usage on schema debts to kf_admin, kf_service;
create table debts.write_off (
  tenant_id      uuid not null default app.tenant_id(),
  id             uuid not null,
  distributor_id uuid not null,
  currency       text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  amount         bigint not null check (amount > 0),
  reason         text not null check (length(reason) between 1 and 500),
  state          text not null default 'requested' check (state in ('requested', 'approved', 'rejected')),
  requested_by   uuid not null,
  decided_by     uuid,
  decided_at     timestamptz,
  journal_id     uuid,
  created_at     timestamptz not null default app.now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id),
  constraint write_off_checker check (state <> 'approved' or decided_by <> requested_by),
  check ((state = 'requested') = (decided_by is null)),
  check ((state = 'approved') = (journal_id is not null))
);
create unique index write_off_open on debts.write_off (tenant_id, distributor_id, currency) where state = 'requested';
create index write_off_created on debts.write_off (tenant_id, created_at, id);
call app.protect('debts.write_off');
call app.allow('debts.write_off', '{kf_admin,kf_service}', '{select}');
call app.allow('debts.write_off', '{kf_service}', '{insert,update}');
