-- One double-entry ledger per tenant. Rules and postings: docs/money.md. Only ledger.post writes it.

create schema ledger;
grant usage on schema ledger to kf_admin, kf_portal, kf_service, kf_fn;

create function ledger.zero_sum(a bigint[]) returns boolean language sql immutable strict parallel safe
  set search_path = pg_catalog, pg_temp
  as $$ select coalesce(sum(x), 0) = 0 and coalesce(bool_and(x is not null and x <> 0), false) from unnest(a) x $$;

create table ledger.account (
  tenant_id   uuid not null default app.tenant_id() references tenancy.tenant (tenant_id),
  id          uuid not null,
  code        text not null check (code ~ '^[1-5][0-9]{3}$'),
  -- Distributor, supplier or gateway account; the nil uuid is the tenant itself.
  owner_id    uuid not null default '00000000-0000-0000-0000-000000000000',
  currency    text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  normal_side text not null check (normal_side in ('D', 'C')),
  mode        text not null check (mode in ('strong', 'delta')),
  -- In the normal side, minor units; NULL is unbounded. Only a strong account can have one.
  min_balance bigint,
  created_at  timestamptz not null default app.now(),
  closed_at   timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, code, owner_id, currency),
  check (min_balance is null or mode = 'strong')
);
create index account_owner on ledger.account (tenant_id, owner_id);
call app.protect('ledger.account');
call app.allow('ledger.account', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('ledger.account', '{kf_portal}', '{select}', 'owner_id = app.distributor_id()');
call app.allow('ledger.account', '{kf_fn}', '{insert,update}');

-- strong: always current, one row, a floor. delta: the folded part; truth = row + sum of ledger.delta.
create table ledger.balance (
  tenant_id   uuid not null default app.tenant_id(),
  account_id  uuid not null,
  owner_id    uuid not null,
  normal_side text not null check (normal_side in ('D', 'C')),
  min_balance bigint,
  debits      bigint not null default 0 check (debits >= 0),
  credits     bigint not null default 0 check (credits >= 0),
  version     bigint not null default 0,
  primary key (tenant_id, account_id),
  foreign key (tenant_id, account_id) references ledger.account (tenant_id, id),
  constraint balance_floor check (min_balance is null or
    case normal_side when 'D' then debits - credits else credits - debits end >= min_balance)
) with (fillfactor = 50);
call app.protect('ledger.balance');
call app.allow('ledger.balance', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('ledger.balance', '{kf_portal}', '{select}', 'owner_id = app.distributor_id()');
call app.allow('ledger.balance', '{kf_fn}', '{insert,update}');

create table ledger.journal (
  tenant_id    uuid not null default app.tenant_id(),
  id           uuid not null,
  idem_key     text not null check (length(idem_key) between 3 and 200),
  kind         text not null check (length(kind) between 1 and 40),
  currency     text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  accounts     uuid[] not null,
  -- Signed minor units: + debit, - credit.
  amounts      bigint[] not null,
  order_id     uuid,
  reference    text check (length(reference) <= 200),
  reverses     uuid,
  meta         jsonb not null default '{}',
  effective_at timestamptz not null default app.now(),
  created_at   timestamptz not null default app.now(),
  primary key (tenant_id, id),
  unique (tenant_id, idem_key),
  constraint journal_zero_sum check (ledger.zero_sum(amounts)),
  constraint journal_shape check (cardinality(accounts) = cardinality(amounts) and cardinality(amounts) between 2 and 400),
  foreign key (tenant_id, reverses) references ledger.journal (tenant_id, id)
);
create unique index journal_reversed_once on ledger.journal (tenant_id, reverses) where reverses is not null;
create index journal_order on ledger.journal (tenant_id, order_id) where order_id is not null;
create index journal_created on ledger.journal (tenant_id, created_at, id);
call app.protect('ledger.journal');
call app.allow('ledger.journal', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('ledger.journal', '{kf_fn}', '{insert}');

-- A journal's lines, with what a statement line needs, so that a distributor never reads journals.
create table ledger.entry (
  tenant_id       uuid not null default app.tenant_id(),
  journal_id      uuid not null,
  line            integer not null,
  account_id      uuid not null,
  account_code    text not null,
  owner_id        uuid not null,
  currency        text not null,
  amount          bigint not null check (amount <> 0),
  kind            text not null,
  reference       text,
  memo            text check (length(memo) <= 200),
  balance_after   bigint,
  account_version bigint,
  created_at      timestamptz not null default app.now(),
  primary key (tenant_id, journal_id, line),
  foreign key (tenant_id, journal_id) references ledger.journal (tenant_id, id),
  foreign key (tenant_id, account_id) references ledger.account (tenant_id, id)
);
create index entry_account on ledger.entry (tenant_id, account_id, created_at, journal_id, line);
create unique index entry_version on ledger.entry (tenant_id, account_id, account_version) where account_version is not null;
call app.protect('ledger.entry');
call app.allow('ledger.entry', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('ledger.entry', '{kf_portal}', '{select}', 'owner_id = app.distributor_id()');
call app.allow('ledger.entry', '{kf_fn}', '{insert}');

-- Unfolded movements of delta accounts: insert-only for writers, delete-only for the fold.
create table ledger.delta (
  tenant_id  uuid not null default app.tenant_id(),
  id         bigint generated always as identity,
  account_id uuid not null,
  owner_id   uuid not null,
  amount     bigint not null,
  primary key (tenant_id, id)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
create index delta_account on ledger.delta (tenant_id, account_id);
call app.protect('ledger.delta');
call app.allow('ledger.delta', '{kf_admin,kf_service,kf_fn}', '{select}');
call app.allow('ledger.delta', '{kf_portal}', '{select}', 'owner_id = app.distributor_id()');
call app.allow('ledger.delta', '{kf_fn}', '{insert,delete,update}');

-- A second layer behind grants: history cannot be changed even by the owner. Sharded Postgres may lack triggers.
create function ledger.refuse_change() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  raise exception '% on %.% is refused: the ledger is append-only', tg_op, tg_table_schema, tg_table_name using errcode = 'KF010';
end $$;
create trigger journal_append_only before update or delete on ledger.journal for each row execute function ledger.refuse_change();
create trigger entry_append_only before update or delete on ledger.entry for each row execute function ledger.refuse_change();
create trigger journal_no_truncate before truncate on ledger.journal for each statement execute function ledger.refuse_change();
create trigger entry_no_truncate before truncate on ledger.entry for each statement execute function ledger.refuse_change();

-- Signed, debit positive, exact in one snapshot: folded rows plus unfolded deltas.
create view ledger.account_balance with (security_invoker = true) as
select a.tenant_id, a.id, a.code, a.owner_id, a.currency, a.normal_side, a.mode,
       coalesce((select b.debits - b.credits from ledger.balance b where b.tenant_id = a.tenant_id and b.account_id = a.id), 0)
     + coalesce((select sum(d.amount) from ledger.delta d where d.tenant_id = a.tenant_id and d.account_id = a.id), 0)::bigint as amount
  from ledger.account a;
grant select on ledger.account_balance to kf_admin, kf_portal, kf_service, kf_fn;
