-- Money that leaves in other ways than income does: wallets paid back to where their money came from, and what is left of a
-- distributor that is to be closed, settled by two people. And what people have seen of their portal's alerts.
-- Rules: packages/core/src/{wallet,closings,notifications}/README.md. Amounts are minor units.

-- A refund may give back part of a top-up. The distributor sees what became of it.
alter table payments.refund drop constraint refund_kind_check;
alter table payments.refund add constraint refund_kind_check check (kind in ('order', 'suspense', 'top_up'));
alter table payments.refund drop constraint refund_cause_check;
alter table payments.refund add constraint refund_cause_check check (cause in ('person', 'goodwill', 'undelivered', 'late_payment', 'double_payment',
  'wrong_amount', 'wrong_currency', 'unknown_order', 'not_accepted', 'supplier_failed', 'review_refused', 'claim', 'wallet_pay_back'));
alter table payments.refund add column distributor_id uuid;
alter table payments.refund add constraint refund_distributor foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id);
alter table payments.refund add constraint refund_of_top_up check (kind <> 'top_up' or (distributor_id is not null and order_id is null));
call app.allow('payments.refund', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()',
  'tenant_id, id, distributor_id, kind, amount, currency, state, created_at, done_at');

-- Two people settle what is left of a distributor, so that it can be closed.
create schema closings;
grant usage on schema closings to kf_admin, kf_service;
create table closings.settlement (
  tenant_id      uuid not null default app.tenant_id(),
  id             uuid not null,
  settlement_no  text not null check (settlement_no ~ '^[A-Z0-9]{8,20}$'),
  distributor_id uuid not null,
  currency       text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  -- What was left when it was proposed; it is agreed to only while that is still so. Cash below zero is credit drawn.
  available      bigint not null check (available >= 0),
  cash           bigint not null,
  bonus          bigint not null check (bonus >= 0),
  debt           bigint not null check (debt >= 0),
  -- Whether the wallet's cash repays debt that available income does not cover; else that debt is given up.
  offsets_wallet boolean not null,
  -- Of the income that is paid out.
  tax_rate       numeric(20, 8) not null default 0 check (tax_rate >= 0 and tax_rate < 100),
  -- How what remains is paid: to a payee by a payout, or it was paid by hand from an account of ours.
  way            text not null check (way in ('nothing', 'payee', 'by_hand')),
  payee_id       uuid,
  account_id     uuid,
  -- The bank's own proof of a payment by hand.
  bank_reference text check (length(bank_reference) between 3 and 120),
  reason         text not null check (length(reason) between 1 and 500),
  state          text not null default 'requested' check (state in ('requested', 'approved', 'rejected')),
  requested_by   uuid not null,
  decided_by     uuid,
  decided_at     timestamptz,
  created_at     timestamptz not null default app.now(),
  primary key (tenant_id, id),
  unique (tenant_id, settlement_no),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id),
  foreign key (tenant_id, payee_id) references withdrawals.payee (tenant_id, id),
  foreign key (tenant_id, account_id) references withdrawals.account (tenant_id, id),
  constraint settlement_checker check (state <> 'approved' or decided_by <> requested_by),
  constraint settlement_decided check ((state = 'requested') = (decided_by is null) and (state = 'requested') = (decided_at is null)),
  constraint settlement_way check ((way = 'payee') = (payee_id is not null)
    and (way = 'by_hand') = (account_id is not null) and (way = 'by_hand') = (bank_reference is not null))
);
create unique index settlement_open on closings.settlement (tenant_id, distributor_id) where state = 'requested';
create index settlement_created on closings.settlement (tenant_id, created_at, id);
create index settlement_distributor on closings.settlement (tenant_id, distributor_id, created_at, id);
call app.protect('closings.settlement');
call app.allow('closings.settlement', '{kf_admin,kf_service}', '{select}');
call app.allow('closings.settlement', '{kf_service}', '{insert,update}');

-- A payout takes income (held in 2030, given back to 2020) or a wallet's cash (held in 2045, given back to 2040).
alter table withdrawals.withdrawal add column source text not null default 'income' check (source in ('income', 'wallet'));
-- The settlement it pays out: its distributor may be frozen.
alter table withdrawals.withdrawal add column settlement_id uuid;
alter table withdrawals.withdrawal add constraint withdrawal_settlement foreign key (tenant_id, settlement_id) references closings.settlement (tenant_id, id);
grant select (source) on withdrawals.withdrawal to kf_portal;

-- A wallet's cash on its way back to where one top-up came from. Held in 2045 from the request on.
-- requested → approved (by one or two people; a refund or a withdrawal goes on from there) | rejected | cancelled.
create table wallet.pay_back (
  tenant_id      uuid not null default app.tenant_id(),
  id             uuid not null,
  pay_back_no    text not null check (pay_back_no ~ '^[A-Z0-9]{8,20}$'),
  distributor_id uuid not null,
  top_up_id      uuid not null,
  currency       text not null check (currency ~ '^[A-Z0-9]{3,12}$'),
  amount         bigint not null check (amount > 0),
  -- Whom the bank pays, where the top-up was a transfer; a gateway sends it to whoever paid.
  payee_id       uuid,
  client_ref     text not null check (length(client_ref) between 8 and 100),
  state          text not null default 'requested' check (state in ('requested', 'approved', 'rejected', 'cancelled')),
  requested_by   uuid not null,
  checks_needed  smallint not null check (checks_needed between 1 and 2),
  approved_by    uuid,
  approved_at    timestamptz,
  second_approved_by uuid,
  second_approved_at timestamptz,
  rejected_by    uuid,
  reason         text check (length(reason) between 1 and 500),
  -- What of the top-up's bonus went with it, and whether it was given again because the bank did not pay.
  bonus          bigint not null default 0 check (bonus >= 0),
  bonus_given_again boolean not null default false,
  refund_id      uuid,
  withdrawal_id  uuid,
  created_at     timestamptz not null default app.now(),
  decided_at     timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, pay_back_no),
  unique (tenant_id, distributor_id, client_ref),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id),
  foreign key (tenant_id, top_up_id) references wallet.top_up (tenant_id, id),
  foreign key (tenant_id, payee_id) references withdrawals.payee (tenant_id, id),
  foreign key (tenant_id, refund_id) references payments.refund (tenant_id, id),
  foreign key (tenant_id, withdrawal_id) references withdrawals.withdrawal (tenant_id, id),
  -- Nobody checks himself, and two checkers are two people.
  constraint pay_back_checker check (approved_by <> requested_by and second_approved_by <> requested_by and second_approved_by <> approved_by),
  constraint pay_back_checked check (state <> 'approved' or (approved_by is not null and (checks_needed < 2 or second_approved_by is not null))),
  constraint pay_back_one_way check ((state = 'approved') = (num_nonnulls(refund_id, withdrawal_id) = 1) and (withdrawal_id is null or payee_id is not null))
);
create index pay_back_created on wallet.pay_back (tenant_id, created_at, id);
create index pay_back_distributor on wallet.pay_back (tenant_id, distributor_id, created_at, id);
create index pay_back_top_up on wallet.pay_back (tenant_id, top_up_id);
create index pay_back_waiting on wallet.pay_back (tenant_id, created_at, id) where state = 'requested';
call app.protect('wallet.pay_back');
call app.allow('wallet.pay_back', '{kf_admin,kf_service}', '{select}');
-- Who of the wholesaler's staff decided is not the distributor's to know.
call app.allow('wallet.pay_back', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()',
  'tenant_id, id, pay_back_no, distributor_id, top_up_id, currency, amount, payee_id, state, reason, bonus, refund_id, withdrawal_id, created_at, decided_at');
call app.allow('wallet.pay_back', '{kf_service}', '{insert,update}');

-- Until when a person of a portal has seen its distributor's alerts.
create table notify.alert_seen (
  tenant_id      uuid not null default app.tenant_id(),
  distributor_id uuid not null,
  login_id       uuid not null,
  seen_at        timestamptz not null default app.now(),
  primary key (tenant_id, distributor_id, login_id),
  foreign key (tenant_id, distributor_id) references tenancy.distributor (tenant_id, id)
);
call app.protect('notify.alert_seen');
call app.allow('notify.alert_seen', '{kf_portal}', '{select}', 'distributor_id = app.distributor_id()');
call app.allow('notify.alert_seen', '{kf_service}', '{select,insert,update}');
create index alert_distributor on notify.alert (tenant_id, distributor_id, created_at, id) where distributor_id is not null;
